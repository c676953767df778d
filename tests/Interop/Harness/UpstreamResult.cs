namespace Amqp1.Interop.Tests.Harness;

/// <summary>What upstream's tests said.</summary>
/// <param name="Passed">Names, as <c>CallTestCase.test_timeout</c>.</param>
/// <param name="Failed">Name and traceback.</param>
/// <param name="Skipped">Name and reason.</param>
internal sealed record UpstreamResult(
    IReadOnlyList<string> Passed,
    IReadOnlyDictionary<string, string> Failed,
    IReadOnlyDictionary<string, string> Skipped);
