using System.Text.Json;
using Amqp1.Embedded;
using Amqp1.Interop.Tests.Harness;

namespace Amqp1.Interop.Tests;

/// <summary>Clients of other engines with the embedded router and broker: Proton for Python and C++, and rhea for Node.js.</summary>
public sealed class ForeignClientTests
{
    private const string Proton = "proton";
    private const string Rhea = "rhea";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Proton)]
    [InlineData(Rhea)]
    public async Task A_router_reports_every_outcome_of_the_consumer_to_the_sender(string client)
    {
        var seen = await RunAsync(client, EmbeddedPreset.Router, "settlement");

        foreach (var outcome in new[] { "accepted", "rejected", "released", "modified" })
        {
            seen.GetProperty(outcome).GetString().ShouldBe(outcome);
        }
    }

    [Theory]
    [InlineData(Proton)]
    [InlineData(Rhea)]
    public async Task A_broker_accepts_messages_and_delivers_those_again_that_a_consumer_gave_back(string client)
    {
        var seen = await RunAsync(client, EmbeddedPreset.Broker, "settlement");

        foreach (var outcome in new[] { "accepted", "rejected", "released", "modified" })
        {
            seen.GetProperty(outcome).GetString().ShouldBe("accepted");
        }

        seen.GetProperty("released-again")[0].GetString().ShouldBe("released");
        seen.GetProperty("released-again")[1].GetInt32().ShouldBe(0);
        seen.GetProperty("modified-again")[0].GetString().ShouldBe("modified");
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public async Task A_drained_link_gives_up_its_credit_and_can_be_used_again(string client, EmbeddedPreset preset)
    {
        var seen = await RunAsync(client, preset, "drain");

        seen.GetProperty("bodies").EnumerateArray().Select(body => body.GetString()).ShouldBe(["first", "second"]);
        seen.GetProperty("credit").GetInt32().ShouldBe(0);
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public async Task Messages_of_many_frames_arrive_whole(string client, EmbeddedPreset preset)
    {
        var seen = await RunAsync(client, preset, "large");

        seen.EnumerateArray().Select(sent => sent[0].GetInt32()).ShouldBe([3996, 40960, 1_000_000]);
        seen.EnumerateArray().ShouldAllBe(sent => sent[1].GetString() == "accepted");
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public async Task Requests_are_echoed_to_a_dynamic_address(string client, EmbeddedPreset preset) =>
        (await RunAsync(client, preset, "echo")).GetInt32().ShouldBe(5);

    [Theory]
    [InlineData(Proton)]
    [InlineData(Rhea)]
    public async Task A_browser_sees_the_messages_that_a_consumer_then_takes(string client)
    {
        var seen = await RunAsync(client, EmbeddedPreset.Broker, "browse");

        foreach (var part in new[] { "browsed", "taken" })
        {
            seen.GetProperty(part).EnumerateArray().Select(body => body.GetInt32()).ShouldBe([0, 1, 2]);
        }
    }

    [Fact]
    public async Task Stored_messages_wait_in_order_for_a_consumer_of_proton() =>
        (await RunAsync(Proton, EmbeddedPreset.Broker, "store")).GetBoolean().ShouldBeTrue();

    [Theory]
    [InlineData(EmbeddedPreset.Router)]
    [InlineData(EmbeddedPreset.Broker)]
    public async Task The_management_node_answers_the_questions_of_qdstat(EmbeddedPreset preset)
    {
        var seen = await RunAsync(Proton, preset, "management");

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
        var seen = await RunAsync(Rhea, EmbeddedPreset.Router, "management");

        seen.GetProperty("correlation").GetString().ShouldBe("one");
        seen.GetProperty("status").GetInt32().ShouldBe(200);
        seen.GetProperty("names").EnumerateArray().Select(name => name.GetString()).ShouldBe(["linkName", "linkDir"]);
        seen.GetProperty("directions").EnumerateArray().Select(direction => direction.GetString()).ShouldBe(["in", "out"]);
    }

    [Fact]
    public async Task The_examples_of_proton_for_cpp_send_and_receive_through_a_broker()
    {
        var send = PeerRequirements.RequireProtonExample("proton-send");
        var receive = PeerRequirements.RequireProtonExample("proton-receive");
        await using var broker = await StartAsync(EmbeddedPreset.Broker);
        var url = $"127.0.0.1:{broker.Port}/interop.examples";

        await ForeignClient.RunAsync(send, ["-a", url, "-m", "20"], Cancel);
        var received = await ForeignClient.RunAsync(receive, ["-a", url, "-m", "20"], Cancel);

        received.Count(line => line.Contains("sequence", StringComparison.Ordinal)).ShouldBe(20);
    }

    public static TheoryData<string, EmbeddedPreset> Cells() => new()
    {
        { Proton, EmbeddedPreset.Router }, { Proton, EmbeddedPreset.Broker }, { Rhea, EmbeddedPreset.Router }, { Rhea, EmbeddedPreset.Broker },
    };

    private static async Task<JsonElement> RunAsync(string client, EmbeddedPreset preset, string scenario)
    {
        await using var intermediary = await StartAsync(preset);
        return client == Proton
            ? await ForeignClient.ProtonAsync($"127.0.0.1:{intermediary.Port}", scenario, Cancel)
            : await ForeignClient.RheaAsync(intermediary.Port, scenario, Cancel);
    }

    private static Task<EmbeddedRouter> StartAsync(EmbeddedPreset preset)
    {
        var options = new EmbeddedRouterOptions();
        options.UsePreset(preset);
        return EmbeddedRouter.StartAsync(options, Cancel);
    }
}
