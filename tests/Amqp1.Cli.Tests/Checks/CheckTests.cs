using Amqp1.Cli.Checks.Findings;
using Amqp1.Embedded;

namespace Amqp1.Cli.Tests.Checks;

/// <summary>The check finds planted mistakes, names the fix, and finds nothing where nothing is wrong.</summary>
public sealed class CheckTests
{
    public static TheoryData<string> Names => [.. PlantedMistakes.All.Select(mistake => mistake.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_planted_mistake_is_found_and_its_fix_is_named(string name)
    {
        var mistake = PlantedMistakes.All.Single(one => one.Name == name);
        await using var bench = new CheckBench();
        mistake.Plant(bench);

        var results = await bench.RunAsync(TestContext.Current.CancellationToken);

        var found = results.Where(result => result.Check == mistake.Check && result.Outcome == mistake.Outcome).ToArray();
        found.ShouldContain(
            result => (result.Seen + result.Subject).Contains(mistake.Seen) && result.Fix!.Contains(mistake.Fix),
            string.Join('\n', results));
        results.Where(result => result.Outcome is CheckOutcome.Failed or CheckOutcome.Warning).ShouldAllBe(result => result.Fix!.Length > 0);
    }

    [Theory]
    [InlineData("amqp1-embedded-router", "routable", "openstack.org/om/notify/anycast/openstack/{topic}.info")]
    [InlineData("qpid-cpp", "legacy", "unicast.openstack.{topic}.info")]
    public async Task A_router_that_is_configured_for_the_options_has_no_problem(string product, string mode, string notification)
    {
        await using var bench = new CheckBench();
        bench.RouterOptions.Product = product;
        bench.Topics.Add("compute");

        var results = await bench.RunAsync(TestContext.Current.CancellationToken);

        // The version of the embedded router is not one of qpidd.
        results.Where(result => result.Outcome is not (CheckOutcome.Ok or CheckOutcome.Skipped) && result.Check != "product").ShouldBeEmpty();
        results.Select(result => result.Check).Distinct().ShouldBe(
            ["options", "name", "port", "tls", "login", "connection", "product", "reply-node", "relay", "address", "mesh", "storage", "settlement", "size", "topic", "queue", "call", "notify", "clock"]);
        results.Single(result => result.Check == "product").Seen.ShouldContain(mode);
        results.Where(result => result.Check == "address").Select(result => result.Subject).ShouldContain($"notification: {notification}");
    }

    [Fact]
    public async Task A_router_with_tls_and_users_has_no_problem()
    {
        await using var bench = new CheckBench();
        bench.RouterOptions.Tls = new() { ServerCertificate = bench.Authority.Issue("server", "localhost") };
        bench.RouterOptions.Users = new Dictionary<string, string> { ["nova"] = "secret" };
        bench.Settings["Security:SslCaFile"] = bench.AuthorityFile;
        bench.Url("amqp://nova:secret@localhost:{port}");

        var results = await bench.RunAsync(TestContext.Current.CancellationToken);

        // The certificates of the test are valid for a day.
        results.Where(result => result.Outcome is not (CheckOutcome.Ok or CheckOutcome.Skipped)).ShouldHaveSingleItem().Seen.ShouldContain("TLS 1.3");
        results.Single(result => result.Check == "login").Seen.ShouldContain("Logged in by SCRAM-SHA-256");
        string.Join('\n', results).ShouldNotContain("secret");
    }

    [Fact]
    public async Task Every_host_of_a_url_is_checked_and_one_that_works_is_used_for_the_bus()
    {
        await using var bench = new CheckBench();
        bench.Url("amqp://no-such-host.invalid:1,localhost:{port}");

        var results = await bench.RunAsync(TestContext.Current.CancellationToken);

        results.Where(result => result.Check == "name").Select(result => result.Outcome).ShouldBe([CheckOutcome.Failed, CheckOutcome.Ok]);
        results.Where(result => result.Check == "call").ShouldAllBe(result => result.Outcome == CheckOutcome.Ok);
    }

    [Fact]
    public async Task A_transport_of_notifications_is_checked_apart()
    {
        await using var bench = new CheckBench();
        bench.Ini("[DEFAULT]", "transport_url = amqp://localhost:{port}", "[oslo_messaging_notifications]", "transport_url = amqp://127.0.0.1:{port}");

        var results = await bench.RunAsync(TestContext.Current.CancellationToken);

        results.Where(result => result.Check == "port").Count().ShouldBe(2);
        results.Where(result => result.Check == "address").Select(result => result.Subject.Split(':')[0]).ShouldBe(["server", "topic", "fanout", "notification"]);
        results.Where(result => result.Check == "call").Select(result => result.Outcome).ShouldBe([CheckOutcome.Ok, CheckOutcome.Ok, CheckOutcome.Ok, CheckOutcome.Skipped]);
    }

    [Fact]
    public async Task A_broker_stores_messages_drops_them_in_time_and_delivers_released_ones_again()
    {
        await using var bench = new CheckBench();
        bench.RouterOptions.UsePreset(EmbeddedPreset.Broker);

        // The time within which the broker has to accept a message that has no consumer.
        bench.Limits = bench.Limits with { Quiet = TimeSpan.FromSeconds(2) };

        var results = await bench.RunAsync(TestContext.Current.CancellationToken);

        results.Where(result => result.Outcome is not (CheckOutcome.Ok or CheckOutcome.Skipped)).ShouldBeEmpty();
        results.Where(result => result.Check == "storage").Select(result => result.Seen).ShouldBe(
            ["Messages are stored until a consumer comes.", "A stored message is dropped at the end of its time to live."]);
        results.Single(result => result.Check == "settlement").Seen.ShouldContain("is delivered again");
    }

    [Fact]
    public async Task A_broker_that_stores_notifications_and_routes_calls_has_no_problem()
    {
        await using var bench = new CheckBench();
        bench.RouterOptions.UsePreset(EmbeddedPreset.Dual);
        bench.Limits = bench.Limits with { Quiet = TimeSpan.FromSeconds(2) };

        var results = await bench.RunAsync(TestContext.Current.CancellationToken);

        results.Where(result => result.Outcome is not (CheckOutcome.Ok or CheckOutcome.Skipped)).ShouldBeEmpty();
        results.Single(result => result.Check == "size").Subject.ShouldBe("notification");
    }

    [Fact]
    public async Task A_peer_that_accepts_messages_and_drops_them_is_found()
    {
        await using var bench = new CheckBench();
        var peer = bench.Own(ScriptedPeer.Start(script => script.Answer = static _ => PeerAnswer.Accept));
        bench.Url(peer.Url);
        bench.Limits = bench.Limits with { Answer = TimeSpan.FromSeconds(2) };

        var results = await bench.RunAsync(TestContext.Current.CancellationToken);

        results.Where(result => result.Check == "address").ShouldAllBe(result => result.Outcome == CheckOutcome.Failed && result.Seen.Contains("delivered none"));
    }
}
