/** The stores in memory keep the contracts that they are models for. */
@NullMarked
package dev.tarn.testkit;

import org.jspecify.annotations.NullMarked;
