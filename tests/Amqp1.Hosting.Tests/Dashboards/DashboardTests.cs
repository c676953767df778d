namespace Amqp1.Hosting.Tests.Dashboards;

/// <summary>The queries of the dashboard and of the alert rules against what ComputeService really exports.</summary>
[Collection(nameof(OneListener))]
public sealed class DashboardTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public void The_queries_are_read()
    {
        DeployedQueries.Panels.Count.ShouldBeGreaterThan(20);
        DeployedQueries.Alerts.Count.ShouldBeGreaterThan(5);
        DeployedQueries.SeriesOf("sum by (rpc_method) (rate(rpc_client_call_duration_seconds_count{service_name=~\".*\"}[1m])) / amqp1_router_links > 0.7")
            .ShouldBe(["rpc_client_call_duration_seconds_count", "amqp1_router_links"]);
    }

    [Fact]
    public async Task Every_series_of_the_queries_is_in_a_scrape()
    {
        await using var compute = await ScrapedCompute.StartAsync(Cancel);

        // The notification of the work is handled some time after the work.
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        var missing = DeployedQueries.UsualSeries();
        for (var tries = 0; missing.Count > 0 && tries < 200; tries++)
        {
            missing = [.. missing.Except(await ReadSeriesAsync(compute))];
            await tick.WaitForNextTickAsync(Cancel);
        }

        missing.ShouldBeEmpty();
    }

    [Fact]
    public async Task Prometheus_resolves_the_queries_and_accepts_the_rules()
    {
        await using var compute = await ScrapedCompute.StartAsync(Cancel);
        await using var prometheus = await PrometheusServer.StartAsync(compute.Http.BaseAddress!, Cancel);

        // A rate needs two scrapes, with work in between.
        await prometheus.WaitUntilAsync(
            async () =>
            {
                await compute.WorkAsync(Cancel);
                return await prometheus.CountAsync("count_over_time(up{job=\"compute\"}[1m]) > 3 and up == 1", Cancel) == 1
                    && await prometheus.CountAsync("rate(messaging_process_duration_seconds_count[1m]) > 0", Cancel) > 0;
            },
            Cancel);
        await prometheus.WaitUntilAsync(async () => (await prometheus.ReadRulesAsync(Cancel)).Values.All(health => health != "unknown"), Cancel);

        var empty = new List<string>();
        foreach (var query in DeployedQueries.Panels)
        {
            if (await prometheus.CountAsync(query, Cancel) == 0 && DeployedQueries.HasResultWithoutFaults(query))
            {
                empty.Add(query);
            }
        }

        foreach (var (_, query) in DeployedQueries.Alerts)
        {
            await prometheus.CountAsync(query, Cancel);
        }

        empty.ShouldBeEmpty();
        var rules = await prometheus.ReadRulesAsync(Cancel);
        rules.Keys.ShouldBe(DeployedQueries.Alerts.Keys, ignoreOrder: true);
        rules.Values.ShouldAllBe(health => health == "ok");
    }

    private static async Task<IEnumerable<string>> ReadSeriesAsync(ScrapedCompute compute) =>
        (await compute.Http.GetStringAsync("/metrics", Cancel)).Split('\n').Where(line => line.Length > 0 && line[0] != '#').Select(line => line[..line.IndexOfAny(['{', ' '])]);
}
