using Amqp;
using Amqp.Framing;

namespace Amqp1.Embedded.Tests;

public sealed class FaultTests
{
    public static TheoryData<string, string> ConnectionFaults => new()
    {
        { "frame too large", ErrorCode.FramingError },
        { "frame too small", ErrorCode.FramingError },
        { "wrong doff", ErrorCode.FramingError },
        { "sasl frame", ErrorCode.FramingError },
        { "no list", ErrorCode.DecodeError },
        { "list longer than its frame", ErrorCode.DecodeError },
        { "unknown performative", ErrorCode.DecodeError },
        { "missing handle", ErrorCode.DecodeError },
        { "unknown channel", ErrorCode.NotAllowed },
        { "channel begun twice", ErrorCode.NotAllowed },
        { "second open", ErrorCode.IllegalState },
    };

    public static TheoryData<string, string> SessionFaults => new()
    {
        { "unknown handle", ErrorCode.UnattachedHandle },
        { "handle in use", ErrorCode.HandleInUse },
        { "delivery-id in use", ErrorCode.NotAllowed },
        { "transfer on a receiver link", ErrorCode.NotAllowed },
        { "disposition backwards", ErrorCode.InvalidField },
    };

    [Theory]
    [MemberData(nameof(ConnectionFaults))]
    public async Task A_bad_frame_closes_its_connection_with_the_error_of_the_standard(string fault, string condition)
    {
        await using var router = await TestRouter.StartAsync();
        await using var witness = await RawPeer.OpenAsync(router);
        await using var peer = await RawPeer.OpenAsync(router);
        await peer.SendAsync(fault switch
        {
            "frame too large" => [0x7f, 0xff, 0xff, 0xff, 2, 0, 0, 0],
            "frame too small" => [0, 0, 0, 7, 2, 0, 0, 0],
            "wrong doff" => [0, 0, 0, 12, 4, 0, 0, 0, 0, 0, 0, 0],
            "sasl frame" => [0, 0, 0, 12, 2, 1, 0, 0, 0, 0x53, 0x44, 0x45],
            "no list" => [0, 0, 0, 12, 2, 0, 0, 0, 0, 0x53, 0x14, 0x40],
            "list longer than its frame" => [0, 0, 0, 15, 2, 0, 0, 0, 0, 0x53, 0x14, 0xc0, 200, 1, 0x43],
            "unknown performative" => [0, 0, 0, 12, 2, 0, 0, 0, 0, 0x53, 0x66, 0x45],
            "missing handle" => [0, 0, 0, 12, 2, 0, 0, 0, 0, 0x53, 0x14, 0x45],
            "unknown channel" => RawPeer.Frame(9, new Flow { IncomingWindow = 1, NextOutgoingId = 0, OutgoingWindow = 1 }),
            "channel begun twice" => RawPeer.Frame(0, new Begin { NextOutgoingId = 0, IncomingWindow = 1, OutgoingWindow = 1 }),
            _ => RawPeer.Frame(0, new Open { ContainerId = "again" }),
        });
        (await peer.NextAsync<Close>()).Error.Condition.ToString().ShouldBe(condition);
        await peer.EndOfStreamAsync();
        await witness.SyncAsync();
    }

    [Theory]
    [MemberData(nameof(SessionFaults))]
    public async Task A_mistake_in_a_session_ends_that_session_only(string fault, string condition)
    {
        await using var router = await TestRouter.StartAsync();
        await using var peer = await RawPeer.OpenAsync(router);
        await peer.BeginAsync(1);
        await peer.AttachReceiverAsync(0, "a", 0, channel: 1);
        await peer.AttachSenderAsync(1, "a", channel: 1);
        switch (fault)
        {
            case "unknown handle":
                await peer.FlowAsync(77, 0, 1, channel: 1);
                break;
            case "handle in use":
                await peer.SendAsync(1, new Attach { LinkName = "x", Handle = 1, Role = false, Source = new Source(), Target = new Amqp.Framing.Target(), InitialDeliveryCount = 0 });
                break;
            case "delivery-id in use":
                await peer.TransferAsync(1, 0, [1], channel: 1);
                await peer.TransferAsync(1, 0, [1], channel: 1);
                break;
            case "transfer on a receiver link":
                await peer.TransferAsync(0, 0, [1], channel: 1);
                break;
            default:
                await peer.SettleAsync(5, new Accepted(), last: 4, channel: 1);
                break;
        }

        var end = await peer.NextFrameAsync<End>();
        end.Channel.ShouldBe((ushort)1);
        ((End)end.Performative!).Error.Condition.ToString().ShouldBe(condition);

        // Frames that the peer sent before its End are ignored. The End frees the channel.
        await peer.TransferAsync(1, 9, [1], channel: 1);
        await peer.SendAsync(1, new End());
        await peer.BeginAsync(1);
        await peer.AttachSenderAsync(1, "a", channel: 1);
    }

    [Fact]
    public async Task A_first_frame_other_than_Open_is_answered_with_Open_and_Close()
    {
        await using var router = await TestRouter.StartAsync();
        await using var peer = await RawPeer.ConnectAsync(router);
        await peer.SendAsync([.. RawPeer.AmqpHeader, .. RawPeer.Frame(0, new Begin { NextOutgoingId = 0, IncomingWindow = 1, OutgoingWindow = 1 })]);
        await peer.ReadBytesAsync(8);
        await peer.NextAsync<Open>();
        (await peer.NextAsync<Close>()).Error.Condition.ToString().ShouldBe(ErrorCode.NotAllowed);
        await peer.EndOfStreamAsync();
    }

    [Fact]
    public async Task A_bad_consumer_costs_its_senders_nothing_but_the_deliveries_it_had()
    {
        await using var router = await TestRouter.StartAsync();
        await using var sender = await RawPeer.OpenAsync(router);
        await using var bad = await RawPeer.OpenAsync(router);
        await bad.AttachReceiverAsync(0, "a", 10);
        await sender.AttachSenderAsync(0, "a");
        await sender.TransferAsync(0, 0, [1]);
        await bad.NextAsync<Transfer>();
        await bad.SendAsync([1, 2, 3, 4, 5, 6, 7, 8]);
        (await sender.NextAsync<Dispose>()).State.ShouldBeOfType<Modified>();
        await sender.AttachReceiverAsync(1, "a", 10);
        await sender.TransferAsync(0, 1, [2]);
        (await sender.NextFrameAsync<Transfer>()).Payload.ShouldBe([2]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Mutated_frames_never_harm_another_connection(int seed)
    {
        var random = new Random(seed);
        using var errors = new ErrorCounter();
        await using var router = await TestRouter.StartAsync(new EmbeddedRouterOptions { LoggerFactory = errors });
        await using var witness = await RawPeer.OpenAsync(router);
        await witness.AttachReceiverAsync(1, "w", 100_000);
        await witness.AttachSenderAsync(0, "w");
        byte[][] frames =
        [
            RawPeer.Frame(0, new Attach { LinkName = "s", Handle = 0, Role = false, Source = new Source(), Target = new Amqp.Framing.Target { Address = "z" }, InitialDeliveryCount = 0 }),
            RawPeer.Frame(0, new Attach { LinkName = "r", Handle = 1, Role = true, Source = new Source { Address = "z", Dynamic = true }, Target = new Amqp.Framing.Target() }),
            RawPeer.Frame(0, new Flow { NextIncomingId = 0, IncomingWindow = 9, NextOutgoingId = 0, OutgoingWindow = 9, Handle = 1, DeliveryCount = 0, LinkCredit = 9 }),
            RawPeer.Frame(0, RawPeer.Transfer(0, 0), TestMessages.Encode("x", to: "z")),
            RawPeer.Frame(0, new Dispose { Role = true, First = 0, Last = 3, Settled = true, State = new Modified { DeliveryFailed = true } }),
            RawPeer.Frame(0, new Detach { Handle = 0, Closed = true }),
        ];
        for (uint round = 0; round < 150; round++)
        {
            await using var peer = await RawPeer.OpenAsync(router);
            var bytes = frames.SelectMany(frame => random.Next(3) == 0 ? Mutate(frame, random) : frame).ToArray();
            await peer.SendAsync(bytes);
            await witness.TransferAsync(0, round, [7], settled: false);
            var received = await witness.NextFrameAsync<Transfer>();
            received.Payload.ShouldBe([7]);
            await witness.SettleAsync(((Transfer)received.Performative!).DeliveryId, new Accepted());
            (await witness.NextAsync<Dispose>()).First.ShouldBe(round);
        }

        await router.StopAsync(TestContext.Current.CancellationToken);
        errors.Errors.ShouldBeEmpty();
    }

    private static byte[] Mutate(byte[] frame, Random random)
    {
        var copy = frame.ToArray();
        for (var i = random.Next(4); i >= 0; i--)
        {
            // Most changes are behind the frame header, so that the decoder is reached.
            copy[random.Next(10) == 0 ? random.Next(8) : random.Next(8, copy.Length)] = (byte)random.Next(256);
        }

        return copy;
    }
}
