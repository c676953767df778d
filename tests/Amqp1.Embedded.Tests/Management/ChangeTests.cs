using System.Net;
using Amqp.Framing;
using Amqp.Types;
using Amqp1.Broker.Security;

namespace Amqp1.Embedded.Tests.Management;

/// <summary>Tests of the right to change the router over its management node, and of the effects of a change.</summary>
public sealed class ChangeTests
{
    [Theory]
    [InlineData("DELETE", 204)]
    [InlineData("UPDATE", 200)]
    public async Task An_operator_disconnects_a_peer(string operation, int status)
    {
        using var log = new LogRecorder();
        await using var router = await TestRouter.StartAsync(new EmbeddedRouterOptions { LoggerFactory = log });
        await using var peer = await RawPeer.OpenAsync(router, containerId: "victim");
        await using var client = await ManagementClient.ConnectAsync(router);
        var identity = (await client.QueryAsync(ManagementClient.Connections)).Single(shown => (string)shown["container"]! == "victim")["identity"];

        var response = await client.CallAsync(operation, new Map { ["adminStatus"] = "deleted" }, ("type", ManagementClient.Connections), ("identity", identity));

        ManagementClient.StatusOf(response).ShouldBe(status);
        (await peer.NextAsync<Close>()).Error.Condition.ToString().ShouldBe("amqp:connection:forced");
        await peer.EndOfStreamAsync();
        log.Of(5080).ShouldHaveSingleItem().Text.ShouldContain(operation);
        (await client.QueryAsync(ManagementClient.Connections)).Count.ShouldBe(1);
        ManagementClient.StatusOf(await client.CallAsync("DELETE", null, ("type", ManagementClient.Connections), ("identity", identity))).ShouldBe(404);
    }

    [Fact]
    public async Task An_operator_may_disconnect_itself_and_gets_its_answer_first()
    {
        await using var router = await TestRouter.StartAsync();
        await using var peer = await RawPeer.OpenAsync(router);
        var replies = (Source)(await peer.AttachReceiverAsync(1, null, 10, change: attach => attach.Source = new Source { Dynamic = true })).Source;
        await peer.AttachSenderAsync(0, "$management");
        var request = ManagementClient.Request("DELETE", null, ("type", ManagementClient.Connections), ("identity", 1));
        request.Properties = new Properties { ReplyTo = replies.Address };
        var encoded = request.Encode();

        await peer.TransferAsync(0, 0, encoded.Buffer.AsSpan(encoded.Offset, encoded.Length).ToArray());

        // The response precedes the Close.
        await peer.NextAsync<Transfer>();
        (await peer.NextAsync<Close>()).Error.Description.ShouldContain("operator");
        await peer.EndOfStreamAsync();
    }

    [Theory]
    [InlineData("READ", "adminStatus", "enabled", 200)]
    [InlineData("UPDATE", "adminStatus", "enabled", 400)]
    [InlineData("UPDATE", "container", "x", 400)]
    public async Task Nothing_else_of_a_connection_can_be_changed(string operation, string attribute, string value, int status)
    {
        await using var router = await TestRouter.StartAsync();
        await using var client = await ManagementClient.ConnectAsync(router);

        var response = await client.CallAsync(operation, new Map { [attribute] = value }, ("type", ManagementClient.Connections), ("identity", 1L));

        ManagementClient.StatusOf(response).ShouldBe(status);
    }

    [Fact]
    public async Task With_rules_a_user_may_read_if_it_may_send_and_change_only_if_a_rule_says_so()
    {
        using var log = new LogRecorder();
        var options = new EmbeddedRouterOptions
        {
            LoggerFactory = log,
            AllowAnonymous = false,
            Users = new Dictionary<string, string> { ["joe"] = "secret", ["ann"] = "secret", ["bob"] = "secret" },
        };
        options.Access.Add(new EmbeddedAccessRule { Users = { "joe", "ann" }, SendTo = { "$management" } });
        options.Access.Add(new EmbeddedAccessRule { Users = { "ann" }, Manage = true });
        options.Access.Add(new EmbeddedAccessRule { Users = { "bob" }, SendTo = { "_*", "amqp:*" }, Manage = true });
        await using var router = await TestRouter.StartAsync(options);
        await using var victim = await RawPeer.OpenAsync(router, user: "bob");
        await using var joe = await ManagementClient.ConnectAsync(router, "_local/$management", user: "joe");
        await using var ann = await ManagementClient.ConnectAsync(router, relay: true, user: "ann");
        var identity = (await joe.QueryAsync(ManagementClient.Connections)).Single(shown => (string)shown["user"]! == "bob")["identity"];

        var refused = await joe.CallAsync("DELETE", null, ("type", ManagementClient.Connections), ("identity", identity));
        ManagementClient.StatusOf(refused).ShouldBe(403);
        log.Of(5081).ShouldHaveSingleItem().Text.ShouldContain("joe");
        log.Of(5080).ShouldBeEmpty();

        // Another name of the node grants nothing: rules name it $management.
        foreach (var address in new[] { "_local/$management", "amqp:/$management", "$management" })
        {
            (await victim.AttachSenderAsync(0, address)).Target.ShouldBeNull();
            (await victim.NextAsync<Detach>()).Error.Condition.ToString().ShouldBe(Amqp.ErrorCode.UnauthorizedAccess);
            await victim.SendAsync(0, new Detach { Handle = 0, Closed = true });
        }

        ManagementClient.StatusOf(await ann.CallAsync("DELETE", null, ("type", ManagementClient.Connections), ("identity", identity))).ShouldBe(204);
        (await victim.NextAsync<Close>()).Error.Description.ShouldContain("operator");
    }

    [Theory]
    [InlineData("127.0.0.1", true)]
    [InlineData("127.1.2.3", true)]
    [InlineData("::1", true)]
    [InlineData("192.0.2.1", false)]
    [InlineData("2001:db8::1", false)]
    [InlineData("0.0.0.0", false)]
    [InlineData(null, false)]
    public void Without_rules_only_peers_of_this_machine_may_change_anything(string? address, bool expected) =>
        AccessPolicy.MayManage(null, address is null ? null : IPAddress.Parse(address)).ShouldBe(expected);

    [Fact]
    public void With_rules_the_address_of_a_peer_does_not_matter()
    {
        var policy = new AccessPolicy([new EmbeddedAccessRule { Users = { "ann" }, Manage = true }], "reply");

        AccessPolicy.MayManage(policy.RightsOf("ann"), IPAddress.Parse("192.0.2.1")).ShouldBeTrue();
        AccessPolicy.MayManage(policy.RightsOf(""), IPAddress.Loopback).ShouldBeFalse();
    }
}
