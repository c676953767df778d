using Amqp1.Interop.Tests.Harness;

namespace Amqp1.Interop.Tests;

/// <summary>Tests that oslo.messaging's own functional tests pass through the embedded router and broker, with both kinds of addresses.</summary>
public sealed class UpstreamSuiteTests(UpstreamRuns runs) : IClassFixture<UpstreamRuns>
{
    /// <summary>The tests that upstream does not run with its driver for AMQP 1.0.</summary>
    private static readonly string[] SkippedWithDriver =
    [
        "CallTestCase.test_mandatory_call",
        "CastTestCase.test_server_in_group",
        "NotifyTestCase.test_multiple_servers",
    ];

    /// <summary>The test that upstream does not run through a router, which accepts a notification when a listener does.</summary>
    private const string SkippedThroughRouter = "NotifyTestCase.test_simple_batch";

    public static TheoryData<string> Cells { get; } = new(UpstreamCell.All.Select(cell => cell.Name));

    [Theory]
    [MemberData(nameof(Cells))]
    public async Task Upstreams_functional_suite_passes(string through)
    {
        await PeerRequirements.RequireUpstreamSuiteAsync();
        var stores = UpstreamCell.All.Single(cell => cell.Name == through).StoresNotifications;

        var result = await runs.ResultAsync(through, TestContext.Current.CancellationToken);

        result.Failed.ShouldBeEmpty();
        result.Skipped.Keys.ShouldBe(stores ? SkippedWithDriver : [.. SkippedWithDriver, SkippedThroughRouter], ignoreOrder: true);
        result.Passed.Count.ShouldBeGreaterThanOrEqualTo(stores ? 17 : 16);
    }
}
