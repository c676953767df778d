using Amqp;
using Amqp.Framing;
using Amqp.Types;
using Amqp1.Broker.Context;
using Amqp1.Broker.Turns;

namespace Amqp1.Embedded.Tests.Management;

/// <summary>Requests that are not what they should be, responses that cannot be delivered, and large tables.</summary>
public sealed class RequestTests
{
    private const uint Requests = 0;
    private const uint Responses = 1;

    [Theory]
    [InlineData(null, ErrorCode.InvalidField)]
    [InlineData("nowhere", ErrorCode.NotFound)]
    [InlineData("$management", ErrorCode.NotFound)]
    public async Task A_request_whose_answer_could_not_be_delivered_is_rejected(string? replyTo, string condition)
    {
        await using var router = await TestRouter.StartAsync();
        await using var peer = await RawPeer.OpenAsync(router);
        await peer.AttachSenderAsync(Requests, "$management");

        await peer.TransferAsync(Requests, 0, Encode("GET-TYPES", replyTo));

        (await peer.NextAsync<Dispose>()).State.ShouldBeOfType<Rejected>().Error.Condition.ToString().ShouldBe(condition);
    }

    [Fact]
    public async Task A_response_goes_only_where_the_requester_itself_may_send()
    {
        var options = new EmbeddedRouterOptions();
        options.Access.Add(new EmbeddedAccessRule { SendTo = { "$management" }, ConsumeFrom = { "secret" } });
        await using var router = await TestRouter.StartAsync(options);
        await using var peer = await RawPeer.OpenAsync(router);
        await peer.AttachReceiverAsync(Responses, "secret", 10);
        await peer.AttachSenderAsync(Requests, "$management");

        await peer.TransferAsync(Requests, 0, Encode("GET-TYPES", "secret"));

        (await peer.NextAsync<Dispose>()).State.ShouldBeOfType<Rejected>().Error.Condition.ToString().ShouldBe(ErrorCode.UnauthorizedAccess);
        await peer.SyncAsync();
        peer.Has<Transfer>().ShouldBeFalse();
    }

    [Theory]
    [InlineData("")]
    [InlineData("00")]
    [InlineData("0053")]
    [InlineData("005373")]
    [InlineData("005373c0c8")]
    [InlineData("00537440")]
    [InlineData("005374c103014040")]
    [InlineData("005374c10302a10141")]
    [InlineData("005374d1ffffffffffffffff")]
    [InlineData("005374d10000000400ffffff")]
    [InlineData("005377c11302a10e6174747269627574654e616d6573c10100")]
    [InlineData("005377c11a02a10e6174747269627574654e616d6573f000000005ffffffff41")]
    [InlineData("005399c0010040")]
    [InlineData("a10141")]
    public async Task A_message_that_cannot_be_decoded_is_rejected_and_nothing_else_happens(string hex)
    {
        await using var router = await TestRouter.StartAsync();
        await using var peer = await RawPeer.OpenAsync(router);
        await peer.AttachSenderAsync(Requests, "$management");

        await peer.TransferAsync(Requests, 0, Convert.FromHexString(hex));

        (await peer.NextAsync<Dispose>()).State.ShouldBeOfType<Rejected>().Error.Condition.ToString()
            .ShouldBe(hex.Length == 0 ? ErrorCode.InvalidField : ErrorCode.DecodeError);
        await AttachResponsesAndAskAsync(peer, 1);
    }

    [Fact]
    public async Task A_request_that_is_too_large_is_rejected()
    {
        await using var router = await TestRouter.StartAsync();
        await using var peer = await RawPeer.OpenAsync(router);
        await peer.AttachSenderAsync(Requests, "$management");
        var request = Encode("QUERY", "nowhere", new Map { ["x"] = new byte[64 * 1024] });

        await peer.TransferAsync(Requests, 0, request[..32000], more: true);
        await peer.TransferAsync(Requests, 0, request[32000..]);

        (await peer.NextAsync<Dispose>()).State.ShouldBeOfType<Rejected>().Error.Condition.ToString().ShouldBe(ErrorCode.MessageSizeExceeded);
    }

    [Fact]
    public async Task The_management_node_cannot_be_consumed_from()
    {
        await using var router = await TestRouter.StartAsync();
        await using var peer = await RawPeer.OpenAsync(router);

        await peer.AttachReceiverAsync(Responses, "$management", 0);

        (await peer.NextAsync<Detach>()).Error.Condition.ToString().ShouldBe(ErrorCode.NotAllowed);
        await peer.SyncAsync();
        router.Engine.Protocol.Links.Count.ShouldBe(0);
        router.Engine.Context.Memory.Held.ShouldBe(MemoryAccount.Session);
    }

    [Fact]
    public async Task Responses_that_are_not_fetched_count_as_held_and_take_the_credit_of_their_requester()
    {
        await using var router = await TestRouter.StartAsync(new EmbeddedRouterOptions { LinkCapacity = 10 });
        await using var peer = await RawPeer.OpenAsync(router);
        await using var other = await RawPeer.OpenAsync(router);
        var replyTo = await DynamicAsync(peer, credit: 0);
        await peer.AttachSenderAsync(Requests, "$management");
        (await peer.CreditAsync(Requests)).ShouldBe(10u);
        for (uint id = 0; id < 10; id++)
        {
            await peer.TransferAsync(Requests, id, Encode("GET-TYPES", replyTo));
        }

        await peer.SyncAsync();
        peer.Has<Flow>(flow => flow.HasHandle && flow.LinkCredit > 0).ShouldBeFalse();
        router.Engine.Protocol.Connections.Read().First().Entity.Memory.Held.ShouldBeGreaterThan(1000);

        // Others are served meanwhile, and the credit comes back with the responses.
        await other.AttachSenderAsync(Requests, "$management");
        await AttachResponsesAndAskAsync(other, 0);
        await peer.FlowAsync(Responses, 0, 10);
        await peer.SkipAsync<Transfer>(10);
        (await peer.CreditAsync(Requests)).ShouldBe(10u);
        router.Engine.Protocol.Connections.Read().First().Entity.Memory.Held.ShouldBe(0);
    }

    [Fact]
    public async Task A_response_that_is_never_fetched_is_dropped_after_its_time_to_live()
    {
        var clock = new Microsoft.Extensions.Time.Testing.FakeTimeProvider();
        await using var router = await TestRouter.StartAsync(new EmbeddedRouterOptions { TimeProvider = clock, IdleTimeout = TimeSpan.Zero, LinkCapacity = 2 });
        await using var peer = await RawPeer.OpenAsync(router);
        var replyTo = await DynamicAsync(peer, credit: 0);
        await peer.AttachSenderAsync(Requests, "$management");
        (await peer.CreditAsync(Requests)).ShouldBe(2u);
        await peer.TransferAsync(Requests, 0, Encode("GET-TYPES", replyTo));
        await peer.TransferAsync(Requests, 1, Encode("GET-TYPES", replyTo));
        await peer.SyncAsync();

        clock.Advance(TimeSpan.FromMinutes(2));

        (await peer.CreditAsync(Requests)).ShouldBe(2u);
    }

    [Fact]
    public async Task A_table_of_very_many_links_is_read_in_many_turns()
    {
        const int Many = 10_000;
        await using var router = await TestRouter.StartAsync();
        await using var peer = await RawPeer.OpenAsync(router);
        await peer.SendAsync([.. Enumerable.Range(0, Many).SelectMany(handle => RawPeer.Frame(0, new Attach
        {
            LinkName = $"r{handle}", Handle = (uint)handle, Role = true, Source = new Source { Address = "a" }, Target = new Amqp.Framing.Target(),
        }))]);
        await peer.SkipAsync<Attach>(Many);
        await using var client = await ManagementClient.ConnectAsync(router);

        var shown = await client.QueryAsync(ManagementClient.Links, ["linkName"]);
        var late = await client.CallAsync("READ", null, ("type", ManagementClient.Links), ("name", $"r{Many - 1}"));
        var whole = await client.CallAsync("QUERY", null, ("entityType", ManagementClient.Links));

        shown.Count.ShouldBe(Many + 2);
        shown.Select(link => (string)link["linkName"]!).Distinct().Count().ShouldBe(Many + 2);
        ManagementClient.StatusOf(late).ShouldBe(200);
        ManagementClient.StatusOf(whole).ShouldBe(200);
        router.Engine.Context.Turns.Chores.MostInTurn.ShouldBeLessThanOrEqualTo(Chores.PerTurn + 100);
    }

    [Fact]
    public async Task A_table_that_does_not_fit_in_a_response_is_asked_for_in_pages()
    {
        const int Many = 5000;
        await using var router = await TestRouter.StartAsync();
        await using var peer = await RawPeer.OpenAsync(router);
        await peer.SendAsync([.. Enumerable.Range(0, Many).SelectMany(handle => RawPeer.Frame(0, new Attach
        {
            LinkName = $"r{handle}", Handle = (uint)handle, Role = true, Source = new Source { Address = $"{handle}{new string('a', 2000)}" }, Target = new Amqp.Framing.Target(),
        }))]);
        await peer.SkipAsync<Attach>(Many);
        await using var client = await ManagementClient.ConnectAsync(router);

        var response = await client.CallAsync("QUERY", null, ("entityType", ManagementClient.Links));

        ManagementClient.StatusOf(response).ShouldBe(413);
        (await client.QueryAsync(ManagementClient.Links, count: 1000)).Count.ShouldBe(1000);
    }

    [Fact]
    public async Task A_pre_settled_request_by_correlation_id_is_answered()
    {
        await using var router = await TestRouter.StartAsync();
        await using var peer = await RawPeer.OpenAsync(router);
        var replyTo = await DynamicAsync(peer, credit: 10);
        await peer.AttachSenderAsync(Requests, "$management");
        var request = ManagementClient.Request("GET-TYPES", null);
        request.Properties = new Properties { MessageId = "m", ReplyTo = replyTo };
        request.Properties.SetCorrelationId(Guid.Parse("01234567-89ab-cdef-0123-456789abcdef"));

        await peer.TransferAsync(Requests, 0, Bytes(request), settled: true);

        var response = Decode((await peer.NextFrameAsync<Transfer>()).Payload);
        response.Properties.GetCorrelationId().ShouldBe(Guid.Parse("01234567-89ab-cdef-0123-456789abcdef"));
        await peer.SyncAsync();
        peer.Has<Dispose>().ShouldBeFalse();
    }

    private static async Task AttachResponsesAndAskAsync(RawPeer peer, uint deliveryId)
    {
        var replyTo = await DynamicAsync(peer, credit: 10);
        await peer.TransferAsync(Requests, deliveryId, Encode("GET-TYPES", replyTo));
        ManagementClient.StatusOf(Decode((await peer.NextFrameAsync<Transfer>()).Payload)).ShouldBe(200);
    }

    private static async Task<string> DynamicAsync(RawPeer peer, uint credit) =>
        ((Source)(await peer.AttachReceiverAsync(Responses, null, credit, change: attach => attach.Source = new Source { Dynamic = true })).Source).Address;

    private static byte[] Encode(string operation, string? replyTo, object? body = null)
    {
        var request = ManagementClient.Request(operation, body);
        request.Properties = new Properties { MessageId = "m", ReplyTo = replyTo };
        return Bytes(request);
    }

    private static byte[] Bytes(Message message)
    {
        var buffer = message.Encode();
        return buffer.Buffer.AsSpan(buffer.Offset, buffer.Length).ToArray();
    }

    private static Message Decode(byte[] payload) => Message.Decode(new ByteBuffer(payload, 0, payload.Length, payload.Length));
}
