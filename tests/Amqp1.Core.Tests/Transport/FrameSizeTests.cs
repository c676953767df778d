using System.Text;
using Amqp.Framing;
using Amqp1.Notifications;

namespace Amqp1.Core.Tests.Transport;

/// <summary>
/// Tests that no frame is larger than the peer accepts. Data that do not fit affect only the message that they belong to.
/// </summary>
public sealed class FrameSizeTests : FaultTest
{
    private const string TooSmall = "amqp:frame-size-too-small";

    private readonly LogRecords _log = new();

    public static TheoryData<uint, int> Addresses { get; } = new()
    {
        { 512, 300 },
        { 512, 480 },
        { 512, 25_000 },
        { 4096, 1_300 },
        { 4096, 2_500 },
        { 16_384, 5_500 },
        { 16_384, 16_000 },
        { 16_384, 25_000 },
        { 262_144, 200_000 },
    };

    [Theory]
    [MemberData(nameof(Addresses))]
    public async Task A_request_with_a_long_reply_address_costs_its_own_reply_at_most(uint maxFrameSize, int length)
    {
        await using var peer = ScriptedPeer.Start(script => script.MaxFrameSize = maxFrameSize);
        await using var driver = Driver.Start(peer, loggers: _log);
        await driver.ServeAsync(new TestEndpoint(), cancel: Limit);
        var server = peer.Links(link => link.Address.StartsWith("unicast", StringComparison.Ordinal))[0];
        var replyTo = new string('r', length);

        peer.Deliver(server, PeerMessages.Request("echo", "1", replyTo));
        var fits = length + 300 < maxFrameSize;
        if (fits)
        {
            (await peer.TransferAsync(transfer => transfer.To == replyTo, Limit)).Body.ShouldContain("x");
        }
        else
        {
            (await _log.FirstAsync(1105, Limit)).Text.ShouldContain(TooSmall);
        }

        (await driver.Client().CallAsync<string>("echo", Echo("y"), Limit)).ShouldBe("y");
        peer.Events.Count<ProtocolViolation>().ShouldBe(0);
        peer.Events.Count<ConnectionOpened>().ShouldBe(1);
        driver.PendingDeliveries.ShouldBe(0);
    }

    [Theory]
    [InlineData("call")]
    [InlineData("cast")]
    [InlineData("fanout")]
    [InlineData("notification")]
    public async Task A_message_to_a_long_topic_fails_at_once_and_not_in_doubt(string kind)
    {
        await using var peer = ScriptedPeer.Start(script => script.MaxFrameSize = 16_384);
        await using var driver = Driver.Start(peer);
        await driver.ServeAsync(new TestEndpoint(), cancel: Limit);
        var topic = new string('t', 25_000);

        var failure = await Should.ThrowAsync<MessageDeliveryException>(kind switch
        {
            "call" => driver.Client(topic).CallAsync<string>("echo", Echo("x"), Limit),
            "cast" => driver.Client(topic).CastAsync("echo", Echo("x"), Limit),
            "fanout" => driver.Client(topic).FanoutAsync("echo", Echo("x"), Limit),
            _ => driver.Notifier(topic).InfoAsync("event", null, cancel: Limit),
        });

        failure.InDoubt.ShouldBeFalse();
        failure.Condition.ShouldBe(TooSmall);
        failure.Message.ShouldContain("16384");
        failure.Message.Length.ShouldBeLessThan(1_000);
        (await driver.Client().CallAsync<string>("echo", Echo("y"), Limit)).ShouldBe("y");
        peer.Events.Count<ConnectionOpened>().ShouldBe(1);
    }

    [Fact]
    public async Task A_server_of_a_long_topic_is_not_attached_and_others_go_on()
    {
        await using var peer = ScriptedPeer.Start(script => script.MaxFrameSize = 16_384);
        await using var driver = Driver.Start(peer, loggers: _log);
        await driver.ServeAsync(new TestEndpoint(), cancel: Limit);

        var late = driver.ServeAsync(new TestEndpoint(), topic: new string('t', 25_000), cancel: Limit);

        (await _log.FirstAsync(1005, Limit)).Text.ShouldContain(TooSmall);
        (await driver.Client().CallAsync<string>("echo", Echo("y"), Limit)).ShouldBe("y");
        late.IsCompleted.ShouldBeFalse();
        peer.Events.Count<ConnectionOpened>().ShouldBe(1);
    }

    [Theory]
    [InlineData("ä")]
    [InlineData("東")]
    [InlineData("x")]
    public async Task An_unreadable_request_is_rejected_in_a_frame_that_fits(string text)
    {
        await using var peer = ScriptedPeer.Start(script => script.MaxFrameSize = 512);
        await using var driver = Driver.Start(peer);
        await driver.ServeAsync(new TestEndpoint(), cancel: Limit);
        var server = peer.Links(link => link.Address.StartsWith("unicast", StringComparison.Ordinal))[0];
        var version = string.Concat(Enumerable.Repeat(text, 1_000));

        peer.Deliver(server, new Amqp.Message
        {
            Properties = new Properties(),
            BodySection = new AmqpValue { Value = $$$"""{"request":{"oslo.version":"{{{version}}}","oslo.message":"{}"},"context":{}}""" },
        });

        var error = (await peer.Events.FirstAsync<DeliverySettled>(cancel: Limit)).State.ShouldBeOfType<Rejected>().Error;
        error.Condition.ToString().ShouldBe("amqp:decode-error");
        error.Description.ShouldStartWith("Envelope version");
        (await driver.Client().CallAsync<string>("echo", Echo("y"), Limit)).ShouldBe("y");
        peer.Events.Count<ConnectionOpened>().ShouldBe(1);
    }

    [Fact]
    public async Task The_open_fits_into_a_frame_of_the_size_that_every_peer_takes()
    {
        await using var peer = ScriptedPeer.Start(script => script.MaxFrameSize = 512);
        await using var driver = Driver.Start(peer);

        await driver.Transport.WaitForConnectionAsync(Limit);

        peer.Events.Count<ProtocolViolation>().ShouldBe(0);
    }

    [Fact]
    public async Task An_id_that_makes_the_reply_larger_than_the_peer_takes_costs_that_reply_and_not_its_link()
    {
        await using var peer = ScriptedPeer.Start(script => script.MaxMessageSize = 10_000);
        await using var driver = Driver.Start(peer, loggers: _log);
        await driver.ServeAsync(new TestEndpoint(), cancel: Limit);
        var server = peer.Links(link => link.Address.StartsWith("unicast", StringComparison.Ordinal))[0];

        peer.Deliver(server, PeerMessages.Request("echo", new string('i', 11_000), replyTo: "caller"));
        await _log.FirstAsync(1113, Limit);
        peer.Deliver(server, PeerMessages.Request("echo", "2", replyTo: "caller"));

        (await peer.TransferAsync(transfer => transfer.To == "caller", Limit)).Message.Properties.CorrelationId.ShouldBe("2");
        peer.Events.Count<LinkDetached>().ShouldBe(0);
    }

    [Fact]
    public async Task Errors_are_cut_where_they_make_a_frame_too_large()
    {
        var error = new Error("amqp:" + new string('c', 1_000)) { Description = string.Concat(Enumerable.Repeat("東", 1_000)) };
        Amqp.Types.DescribedList[] frames =
        [
            new Close { Error = error },
            new End { Error = error },
            new Detach { Handle = uint.MaxValue, Closed = true, Error = error },
            new Dispose { Role = true, First = uint.MaxValue, Last = uint.MaxValue, Settled = true, State = new Rejected { Error = error } },
        ];

        foreach (var frame in frames)
        {
            var shorter = Amqp1.Transport.FrameLimit.Shorten(PeerFrames.Encode(7, frame), 512);

            shorter.Length.ShouldBeLessThanOrEqualTo(512);
            var (channel, body, payload) = await PeerFrames.ReadAsync(new MemoryStream(shorter), 512, Limit);
            channel.ShouldBe((ushort)7);
            body.ShouldBeOfType(frame.GetType());
            payload.ShouldBeEmpty();
            body.ToString()!.ShouldContain("amqp:ccc");
        }

        Should.Throw<Amqp.AmqpException>(() => Amqp1.Transport.FrameLimit.Shorten(PeerFrames.Encode(7, new Attach { LinkName = new string('x', 600) }), 512))
            .Error.Condition.ToString().ShouldBe(TooSmall);
        Encoding.UTF8.GetByteCount(error.Description).ShouldBe(3_000);
    }
}
