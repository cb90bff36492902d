/**
 * A person in the files of a catalog: found, and replaced in place. Entry type: {@link
 * dev.tarn.iceberg.privacy.WarehousePersons}.
 *
 * <p>All files of the tenants' folders are looked at, whether anything leads to them or not, but
 * for the users' tables. A file is replaced by another one of the same name, atomically, with rows
 * in the same order, and, but in rare cases that its manifests then know of, of the same length: so
 * no snapshot, deletion vector or commit has to change for it.
 */
@NullMarked
package dev.tarn.iceberg.privacy;

import org.jspecify.annotations.NullMarked;
