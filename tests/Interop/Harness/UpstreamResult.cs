namespace Amqp1.Interop.Tests.Harness;

/// <summary>The results of upstream's tests.</summary>
/// <param name="Passed">The names, such as <c>CallTestCase.test_timeout</c>.</param>
/// <param name="Failed">The names, each with its traceback.</param>
/// <param name="Skipped">The names, each with the reason.</param>
internal sealed record UpstreamResult(
    IReadOnlyList<string> Passed,
    IReadOnlyDictionary<string, string> Failed,
    IReadOnlyDictionary<string, string> Skipped);
