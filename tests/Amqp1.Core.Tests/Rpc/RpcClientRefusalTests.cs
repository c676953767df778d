using Amqp1.Rpc;

namespace Amqp1.Core.Tests.Rpc;

/// <summary>Tests which calls and casts a client refuses to send, and which servers get those that it sends.</summary>
public sealed class RpcClientRefusalTests : FaultTest
{
    [Fact]
    public async Task A_client_without_a_topic_sends_nothing()
    {
        await using var peer = Accepting();
        await using var driver = Driver.Start(peer);
        var client = driver.Client().Prepare(topic: "");

        var call = await Should.ThrowAsync<InvalidTargetException>(client.CallAsync("echo", null, Limit));
        var cast = await Should.ThrowAsync<InvalidTargetException>(client.CastAsync("echo", null, Limit));

        call.Message.ShouldContain("A topic must be specified");
        cast.Message.ShouldContain("A topic must be specified");
        call.Target.ShouldBe(client.Target);
        peer.Transfers().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_call_to_all_servers_is_refused()
    {
        await using var peer = Accepting();
        await using var driver = Driver.Start(peer);
        var client = driver.Client().Prepare(fanout: true);

        var refused = await Should.ThrowAsync<InvalidTargetException>(client.CallAsync("echo", null, Limit));

        refused.Message.ShouldContain("A call cannot be used with fanout");
        refused.Target.ShouldBe(client.Target);
        driver.PendingCalls.ShouldBe(0);
        peer.Transfers().ShouldBeEmpty();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_fanout_goes_to_all_servers_whatever_the_target_of_the_client_is(bool fanout)
    {
        await using var peer = Accepting();
        await using var driver = Driver.Start(peer);
        var client = driver.Client(server: "server").Prepare(fanout: fanout);

        await client.FanoutAsync("echo", null, Limit);
        await client.CastAsync("echo", null, Limit);

        var addresses = peer.Transfers().Select(sent => sent.To).ToArray();
        addresses[0].ShouldStartWith("broadcast");
        addresses[1].ShouldStartWith(fanout ? "broadcast" : "exclusive");
        client.Target.Fanout.ShouldBe(fanout);
    }

    [Fact]
    public async Task A_cap_permits_no_request_without_a_version_and_the_refusal_names_both()
    {
        await using var peer = Accepting();
        await using var driver = Driver.Start(peer);
        var capped = driver.Client().Prepare(versionCap: "1.5");

        var refused = await Should.ThrowAsync<RpcVersionCapException>(capped.CastAsync("echo", null, Limit));

        (refused.Version, refused.VersionCap).ShouldBe((null, "1.5"));
        refused.Message.ShouldBe(
            "Requested message version, none, is incompatible. It needs to be equal in major version and less than or equal in minor version as the specified version cap 1.5.");
        new RpcVersionCapException("1.6", "1.5").Message.ShouldContain("Requested message version, 1.6, is incompatible.");
        peer.Transfers().ShouldBeEmpty();
    }

    [Fact]
    public void A_malformed_version_is_named() =>
        Should.Throw<MessagingException>(() => RpcVersion.Parse("one")).Message.ShouldBe("'one' is not a version in the form major.minor.");

    [Fact]
    public async Task The_namespace_and_the_version_of_the_target_are_sent()
    {
        await using var peer = Accepting();
        await using var driver = Driver.Start(peer);

        await driver.Client().Prepare(ns: "ns", version: "1.2").CastAsync("echo", Echo("x"), Limit);

        var request = System.Text.Json.JsonElement.Parse(peer.Transfers().ShouldHaveSingleItem().Body).GetProperty("request");
        request.GetProperty("namespace").GetString().ShouldBe("ns");
        request.GetProperty("version").GetString().ShouldBe("1.2");
        request.GetProperty("args").GetProperty("data").GetString().ShouldBe("x");
    }

    [Fact]
    public async Task Filters_of_a_client_can_be_left_out()
    {
        var filter = new NotingFilter();
        await using var peer = Accepting();
        await using var driver = Driver.Start(peer);
        driver.Transport.Filters = [filter];
        var filtered = driver.Client();
        driver.Transport.Filters = [];
        var plain = driver.Client();

        await filtered.WithoutFilters().CastAsync("echo", null, Limit);

        filter.Seen.ShouldBeEmpty();
        plain.WithoutFilters().ShouldBeSameAs(plain);
        await filtered.CastAsync("echo", null, Limit);
        filter.Seen.Count.ShouldBe(1);
    }

    private static ScriptedPeer Accepting() => ScriptedPeer.Start(script => script.Answer = static _ => PeerAnswer.Accept);
}
