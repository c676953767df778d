using Amqp.Framing;
using Amqp.Types;
using Amqp1.Core.Tests.Wire;
using Microsoft.Extensions.Time.Testing;

namespace Amqp1.Core.Tests.Faults;

/// <summary>
/// Tests of requests whose properties have types that AMQP does not provide for them. They are served if possible and rejected otherwise,
/// but always settled.
/// </summary>
public sealed class StrangerTests : FaultTest
{
    private const string ReplyTo = "a109 'source-77'";
    private const string Body = """{"request":{"method":"echo","args":{"data":"stranger"}},"context":{}}""";

    /// <summary>The properties from message-id to content-encoding. The fields between them are null.</summary>
    public static TheoryData<string, string> Served => new()
    {
        { "a102 'id'", "a1" },
        { "a302 'id'", "a1" },
        { "b300000002 'id'", "a1" },
        { "a002 'id'", "a0" },
        { "80 0000000000000007", "80" },
        { "44", "44" },
        { "98 00112233445566778899aabbccddeeff", "98" },
        { "71 00000007", "40" },
        { "41", "40" },
        { "82 3ff0000000000000", "40" },
        { "83 0000000000000001", "40" },
        { "45", "40" },
        { "c1 01 00", "40" },
        { "40", "40" },
    };

    [Theory]
    [MemberData(nameof(Served))]
    public async Task A_request_is_answered_whatever_the_type_of_its_message_id(string messageId, string correlationId)
    {
        var reply = await AnswerAsync(Properties(messageId, "40", "40", Texts(ReplyTo)));

        reply.Body.ShouldContain("stranger");
        var typed = reply.Message.Properties.GetCorrelationId();
        correlationId.ShouldBe(typed switch { null => "40", string => "a1", byte[] => "a0", Guid => "98", ulong zero when zero == 0 => "44", _ => "80" });
    }

    [Theory]
    [InlineData("a309 'source-77'")]
    [InlineData("b300000009 'source-77'")]
    [InlineData("a009 'source-77'")]
    [InlineData("b000000009 'source-77'")]
    [InlineData("b100000009 'source-77'")]
    public async Task A_reply_address_may_come_as_symbol_or_binary(string replyTo) =>
        (await AnswerAsync(Properties("a102 'id'", "40", "40", Texts(replyTo)))).Body.ShouldContain("stranger");

    [Theory]
    [InlineData("a101 'u'", "a302 'to'", "a301 's'", "a104 'json'", "a104 'gzip'")]
    [InlineData("a301 'u'", "a002 'to'", "a001 's'", "a004 'json'", "a004 'gzip'")]
    public async Task Other_texts_may_come_as_any_kind_of_text(string userId, string to, string subject, string contentType, string contentEncoding) =>
        (await AnswerAsync(Properties("a102 'id'", userId, to, $"{subject} {ReplyTo} 40 {contentType} {contentEncoding}", fields: 8))).Body.ShouldContain("stranger");

    [Theory]
    [InlineData("71 00000007")]
    [InlineData("41")]
    [InlineData("c1 01 00")]
    public async Task A_request_whose_reply_address_is_no_text_is_rejected_and_the_server_goes_on(string replyTo)
    {
        await using var peer = ScriptedPeer.Start();
        await using var driver = Driver.Start(peer, options => options.Rpc.ServerCredit = 1);
        await driver.ServeAsync(new TestEndpoint(), cancel: Limit);

        peer.Deliver(Shared(peer), Properties("a102 'id'", "40", "40", Texts(replyTo)));

        (await peer.Events.FirstAsync<DeliverySettled>(cancel: Limit)).State.ShouldBeOfType<Rejected>();
        (await driver.Client().CallAsync<string>("echo", Echo("x"), Limit)).ShouldBe("x");
        peer.Events.Count<ConnectionOpened>().ShouldBe(1);
    }

    [Theory]
    [InlineData("70 0000ea60")]
    [InlineData("43")]
    [InlineData("52 ff")]
    [InlineData("40")]
    public async Task A_time_to_live_may_be_encoded_in_every_way(string ttl) => (await AnswerAsync(
        [.. WireBytes.Of($"005370 d0 {10 + WireBytes.Of(ttl).Length - 4:x8} 00000003 40 40 {ttl}"), .. Properties("a102 'id'", "40", "40", Texts(ReplyTo))]))
        .Body.ShouldContain("stranger");

    [Fact]
    public async Task A_time_to_live_that_is_none_makes_a_request_unreadable_and_it_is_rejected()
    {
        await using var peer = ScriptedPeer.Start();
        await using var driver = Driver.Start(peer);
        await driver.ServeAsync(new TestEndpoint(), cancel: Limit);

        peer.Deliver(Shared(peer), [.. WireBytes.Of("005370 c006 03 40 40 a101 '1'"), .. Properties("a102 'id'", "40", "40", Texts(ReplyTo))]);

        (await peer.Events.FirstAsync<DeliverySettled>(cancel: Limit)).State.ShouldBeOfType<Rejected>();
    }

    [Theory]
    [InlineData("71 00000007")]
    [InlineData("a302 'id'")]
    [InlineData("45")]
    public async Task A_reply_is_settled_whatever_the_type_of_its_correlation_id(string correlationId)
    {
        await using var peer = ScriptedPeer.Start(script => script.Product = "qpid-dispatch-router");
        await using var driver = Driver.Start(peer, options => options.Rpc.ReplyLinkCredit = 1);
        await driver.ServeAsync(new TestEndpoint(), cancel: Limit);
        (await driver.Client().CallAsync<string>("echo", Echo("x"), Limit)).ShouldBe("x");
        var replies = peer.Links(link => link.IsReplyLink).Single();

        peer.Deliver(replies, Properties("40", "40", "40", $"40 40 {correlationId}", fields: 6));

        await peer.Events.FirstAsync<DeliverySettled>(one => one.Link == replies && one.State is Modified, Limit);
        (await driver.Client().CallAsync<string>("echo", Echo("y"), Limit)).ShouldBe("y");
    }

    /// <summary>Delivers a request to a server and returns the reply.</summary>
    private async Task<PeerTransfer> AnswerAsync(byte[] request)
    {
        await using var peer = ScriptedPeer.Start(script => script.Answer = _ => PeerAnswer.Accept);

        // The clock stands still, so that no time to live passes before the answer, however short it is.
        await using var driver = Driver.Start(peer, time: new FakeTimeProvider());
        await driver.ServeAsync(new TestEndpoint(), cancel: Limit);

        peer.Deliver(Shared(peer), request);

        var reply = await peer.TransferAsync(transfer => transfer.To == "source-77", Limit);
        (await peer.Events.FirstAsync<DeliverySettled>(cancel: Limit)).State.ShouldBeOfType<Accepted>();
        return reply;
    }

    private static PeerLink Shared(ScriptedPeer peer) => peer.Links(link => link.Address.StartsWith("unicast", StringComparison.Ordinal)).Single();

    private static string Texts(string replyTo) => $"40 {replyTo}";

    private static byte[] Properties(string messageId, string userId, string to, string rest, int fields = 5)
    {
        var list = WireBytes.Of($"{messageId} {userId} {to} {rest}");
        return [.. WireBytes.Of($"005373 c0 {list.Length + 1:x2} {fields:x2}"), .. list, .. WireBytes.Of($"005377 a1 {Body.Length:x2} '{Body}'")];
    }
}
