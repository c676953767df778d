using System.Text.Json;

namespace Amqp1.Interop.Tests.Harness;

/// <summary>Runs oslo.messaging's own functional tests against a bus.</summary>
internal static class UpstreamFunctionalSuite
{
    private const string Module = "oslo_messaging.tests.functional.test_functional.";

    /// <summary>
    /// Runs the suite. The tests of oslo.metrics are not run, because they need an HTTP server of their own and do not use a bus.
    /// </summary>
    /// <param name="rpcUrl">The transport URL for calls and casts.</param>
    /// <param name="notifyUrl">The transport URL for notifications.</param>
    /// <param name="backend">
    /// <c>qdrouterd</c> for a router, so that upstream omits the tests that need a queue; <c>qpid</c> for a broker.
    /// </param>
    /// <param name="cancel">Ends the run.</param>
    public static async Task<UpstreamResult> RunAsync(string rpcUrl, string notifyUrl, string backend, CancellationToken cancel)
    {
        await PeerRequirements.RequireUpstreamSuiteAsync();
        var environment = new Dictionary<string, string>
        {
            ["RPC_TRANSPORT_URL"] = rpcUrl,
            ["NOTIFY_TRANSPORT_URL"] = notifyUrl,
            ["AMQP1_BACKEND"] = backend,
        };
        await using var suite = PythonPeer.Start("upstream_suite.py", ["--without", "MetricsTestCase"], environment);
        await suite.NextAsync(occurred => Text(occurred, "event") == "done", cancel, Limits.UpstreamSuite);

        var tests = suite.Events.Where(occurred => Text(occurred, "event") == "test").ToLookup(test => Text(test, "outcome"));
        return new UpstreamResult(
            [.. tests["passed"].Select(Name)],
            tests["failed"].ToDictionary(Name, test => Text(test, "details")),
            tests["skipped"].ToDictionary(Name, test => Text(test, "details")));
    }

    private static string Name(JsonElement test) => Text(test, "name").Replace(Module, "", StringComparison.Ordinal);

    private static string Text(JsonElement element, string property) => element.GetProperty(property).GetString() ?? "";
}
