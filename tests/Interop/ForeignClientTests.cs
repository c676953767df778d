using System.Text.Json;
using Amqp1.Interop.Tests.Harness;

namespace Amqp1.Interop.Tests;

/// <summary>
/// Clients of other engines with the embedded router and broker, also over TLS and with a durable store: Proton for Python and C++, rhea for
/// Node.js, and AMQPNetLite.
/// </summary>
public sealed class ForeignClientTests
{
    private const string Proton = "proton";
    private const string Rhea = "rhea";
    private const string NetLite = "AMQPNetLite";

    private static readonly string[] Clients = [Proton, Rhea, NetLite];
    private static readonly string[] Outcomes = ["accepted", "rejected", "released", "modified"];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<string, ForeignCell> Everywhere { get; } = Cells(ForeignCell.Router, ForeignCell.RouterOverTls, ForeignCell.Broker, ForeignCell.DurableBrokerOverTls);

    public static TheoryData<string, ForeignCell> ThroughRouters { get; } = Cells(ForeignCell.Router, ForeignCell.RouterOverTls);

    public static TheoryData<string, ForeignCell> ThroughBrokers { get; } = Cells(ForeignCell.Broker, ForeignCell.DurableBrokerOverTls);

    public static TheoryData<string, ForeignCell> WithStore { get; } = Cells(ForeignCell.DurableBroker, ForeignCell.DurableBrokerOverTls);

    [Theory]
    [MemberData(nameof(ThroughRouters))]
    public async Task A_router_reports_every_outcome_of_the_consumer_to_the_sender(string client, ForeignCell cell)
    {
        var seen = await RunAsync(client, cell, "settlement");

        foreach (var outcome in Outcomes)
        {
            seen.GetProperty(outcome).GetString().ShouldBe(outcome);
        }

        seen.GetProperty("presettled").GetString().ShouldBe("presettled");
    }

    [Theory]
    [MemberData(nameof(ThroughBrokers))]
    public async Task A_broker_accepts_messages_and_delivers_those_again_that_a_consumer_gave_back(string client, ForeignCell cell)
    {
        var seen = await RunAsync(client, cell, "settlement");

        foreach (var outcome in Outcomes)
        {
            seen.GetProperty(outcome).GetString().ShouldBe("accepted");
        }

        seen.GetProperty("released-again")[0].GetString().ShouldBe("released");
        seen.GetProperty("released-again")[1].GetInt32().ShouldBe(0);
        seen.GetProperty("modified-again")[0].GetString().ShouldBe("modified");
        seen.GetProperty("presettled").GetString().ShouldBe("presettled");
    }

    [Theory]
    [MemberData(nameof(Everywhere))]
    public async Task A_drained_link_gives_up_its_credit_and_can_be_used_again(string client, ForeignCell cell)
    {
        var seen = await RunAsync(client, cell, "drain");

        seen.GetProperty("bodies").EnumerateArray().Select(body => body.GetString()).ShouldBe(["first", "second"]);
        seen.GetProperty("credit").GetInt32().ShouldBe(0);
    }

    [Theory]
    [MemberData(nameof(Everywhere))]
    public async Task Messages_of_many_frames_arrive_whole(string client, ForeignCell cell)
    {
        var seen = await RunAsync(client, cell, "large");

        seen.EnumerateArray().Select(sent => sent[0].GetInt32()).ShouldBe([3996, 40960, 1_000_000]);
        seen.EnumerateArray().ShouldAllBe(sent => sent[1].GetString() == "accepted");
    }

    [Theory]
    [MemberData(nameof(Everywhere))]
    public async Task Requests_are_echoed_to_a_dynamic_address(string client, ForeignCell cell) =>
        (await RunAsync(client, cell, "echo")).GetInt32().ShouldBe(5);

    [Theory]
    [MemberData(nameof(ThroughBrokers))]
    public async Task A_browser_sees_the_messages_that_a_consumer_then_takes(string client, ForeignCell cell)
    {
        var seen = await RunAsync(client, cell, "browse");

        foreach (var part in new[] { "browsed", "taken" })
        {
            Numbers(seen.GetProperty(part)).ShouldBe([0, 1, 2]);
        }
    }

    [Theory]
    [MemberData(nameof(WithStore))]
    public async Task A_client_that_connects_again_finds_its_messages_when_the_durable_broker_was_restarted(string client, ForeignCell cell)
    {
        var seen = await RunAsync(client, cell, "restart");

        seen.GetProperty("settled").GetInt32().ShouldBe(0);
        seen.GetProperty("unsettled").GetInt32().ShouldBe(1);
        Numbers(seen.GetProperty("taken")).ShouldBe([1, 2, 3, 4, 5]);
    }

    [Theory]
    [InlineData(ForeignCell.Broker)]
    [InlineData(ForeignCell.DurableBrokerOverTls)]
    public async Task Stored_messages_wait_in_order_for_a_consumer_of_proton(ForeignCell cell) =>
        (await RunAsync(Proton, cell, "store")).GetBoolean().ShouldBeTrue();

    [Theory]
    [InlineData(ForeignCell.Router)]
    [InlineData(ForeignCell.Broker)]
    public async Task The_management_node_answers_the_questions_of_qdstat(ForeignCell cell)
    {
        var seen = await RunAsync(Proton, cell, "management");

        seen.GetProperty("mode").GetString().ShouldBe("standalone");
        seen.GetProperty("containers").EnumerateArray().ShouldHaveSingleItem().GetString().ShouldBe(seen.GetProperty("own").GetString());
        seen.GetProperty("links").EnumerateArray().Select(link => link.GetString()).ShouldBe(["in", "out"]);
        seen.GetProperty("addresses").EnumerateArray().Select(address => address.GetString()).ShouldContain("L$management");
        seen.GetProperty("nodes").GetInt32().ShouldBe(1);
        seen.GetProperty("types").GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public async Task The_management_node_answers_rhea()
    {
        var seen = await RunAsync(Rhea, ForeignCell.Router, "management");

        seen.GetProperty("correlation").GetString().ShouldBe("one");
        seen.GetProperty("status").GetInt32().ShouldBe(200);
        seen.GetProperty("names").EnumerateArray().Select(name => name.GetString()).ShouldBe(["linkName", "linkDir"]);
        seen.GetProperty("directions").EnumerateArray().Select(direction => direction.GetString()).ShouldBe(["in", "out"]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_examples_of_proton_for_cpp_send_and_receive_through_a_broker(bool restarted)
    {
        var send = PeerRequirements.RequireProtonExample("proton-send");
        var receive = PeerRequirements.RequireProtonExample("proton-receive");
        // The examples have no settings for TLS.
        await using var broker = await ForeignIntermediary.StartAsync(restarted ? ForeignCell.DurableBroker : ForeignCell.Broker, Cancel);
        var url = $"127.0.0.1:{broker.Port}/interop.examples";

        await ForeignClient.RunAsync(send, ["-a", url, "-m", "20"], Cancel);
        if (restarted)
        {
            await broker.RestartAsync(Cancel);
        }

        var received = await ForeignClient.RunAsync(receive, ["-a", url, "-m", "20"], Cancel);

        received.Count(line => line.Contains("sequence", StringComparison.Ordinal)).ShouldBe(20);
    }

    private static TheoryData<string, ForeignCell> Cells(params ForeignCell[] cells) => new(
        from client in Clients
        from cell in cells
        select (client, cell));

    private static IEnumerable<int> Numbers(JsonElement array) => array.EnumerateArray().Select(number => number.GetInt32());

    private static async Task<JsonElement> RunAsync(string client, ForeignCell cell, string scenario)
    {
        await using var intermediary = await ForeignIntermediary.StartAsync(cell, Cancel);
        return client switch
        {
            Proton => await ForeignClient.ProtonAsync(intermediary.Port, intermediary.AuthorityFile, scenario, RestartAsync, Cancel),
            Rhea => await ForeignClient.RheaAsync(intermediary.Port, intermediary.AuthorityFile, scenario, RestartAsync, Cancel),
            _ => await NetLiteClient.RunAsync(intermediary.Port, intermediary.Authority, scenario, RestartAsync, Cancel),
        };

        Task RestartAsync() => intermediary.RestartAsync(Cancel);
    }
}
