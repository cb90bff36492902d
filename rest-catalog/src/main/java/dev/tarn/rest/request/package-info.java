/**
 * What all requests share: whose they are, what they may carry in headers, how their bodies are
 * read, and how errors are answered. Entry types: {@link dev.tarn.rest.request.ScopeRequest},
 * {@link dev.tarn.rest.request.ReadRequest} and {@link dev.tarn.rest.request.WriteRequest}, which
 * handler methods take as arguments; {@link dev.tarn.rest.request.BranchView}, the state that a
 * read answers from; {@link dev.tarn.rest.request.Problem}, the form of every error.
 *
 * <p>Header values and query parameters are judged here and nowhere else.
 */
@NullMarked
package dev.tarn.rest.request;

import org.jspecify.annotations.NullMarked;
