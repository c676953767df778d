using Amqp;
using Amqp.Framing;
using Amqp1.Rpc;

namespace Amqp1.Core.Tests.Faults;

/// <summary>Tests of messages that no well-behaved peer sends, or that only peers other than oslo's send.</summary>
public sealed class PeerFaultTests : FaultTest
{
    private const string Router = "qpid-dispatch-router";

    public static IEnumerable<object[]> ForeignIds => [[0UL], [7UL], [new byte[] { 1, 2, 3 }], [Guid.Empty], ["unknown"], [""]];

    [Theory]
    [InlineData(0u)]
    [InlineData(511u)]
    public async Task A_peer_that_takes_no_frame_of_512_bytes_is_refused_by_name(uint maxFrameSize)
    {
        await using var peer = ScriptedPeer.Start(script => script.MaxFrameSize = maxFrameSize);
        await using var driver = Driver.Start(peer);

        await Should.ThrowAsync<MessagingException>(() => driver.Client(retry: 0).CastAsync("echo", null, Limit));

        driver.Transport.Status.LastError.ShouldNotBeNull().ShouldContain("max-frame-size");
    }

    [Theory]
    [MemberData(nameof(ForeignIds))]
    [Trait("Conformance", "61")]
    [Trait("EdgeCase", "22")]
    public async Task A_reply_with_an_id_that_was_never_given_out_is_settled_as_undeliverable(object correlationId)
    {
        var modified = (await SettledAsync(Router, correlationId)).ShouldBeOfType<Modified>();

        modified.UndeliverableHere.ShouldBeTrue();
        modified.DeliveryFailed.ShouldBeTrue();
    }

    [Theory]
    [InlineData("qpid-cpp")]
    [InlineData(null)]
    [Trait("Conformance", "61")]
    public async Task A_reply_with_an_id_that_was_never_given_out_does_not_stay_in_the_queue_of_a_broker(string? product) =>
        (await SettledAsync(product, "unknown")).ShouldBeOfType<Accepted>();

    /// <summary>Returns the outcome of a reply to no call. The calls before and after it get their replies on the same connection.</summary>
    private async Task<DeliveryState?> SettledAsync(string? product, object correlationId)
    {
        await using var peer = ScriptedPeer.Start(script => script.Product = product);
        await using var driver = Driver.Start(peer);
        await driver.ServeAsync(new TestEndpoint(), cancel: Limit);
        (await driver.Client().CallAsync<string>("echo", Echo("x"), Limit)).ShouldBe("x");
        var replies = peer.Links(link => link.IsReplyLink).Single();
        await peer.Events.ReachAsync<DeliverySettled>(1, one => one.Link == replies, Limit);

        peer.Deliver(replies, PeerMessages.Reply(correlationId));

        var settled = await peer.Events.ReachAsync<DeliverySettled>(2, one => one.Link == replies, Limit);
        (await driver.Client().CallAsync<string>("echo", Echo("y"), Limit)).ShouldBe("y");
        peer.Events.Count<ConnectionOpened>().ShouldBe(1);
        return settled[1].State;
    }

    [Fact]
    public async Task A_reply_that_names_a_waiting_call_without_its_random_part_is_ignored_and_counted()
    {
        var log = new LogRecords();
        await using var peer = ScriptedPeer.Start(script => (script.Product, script.Answer) = (Router, _ => PeerAnswer.Accept));
        await using var driver = Driver.Start(peer, loggers: log);
        var first = driver.Client().CallAsync<string>("echo", null, Limit);
        var known = (await peer.TransferAsync(transfer => transfer.Index == 0, Limit)).MessageId!;
        var second = driver.Client().CallAsync<string>("echo", null, Limit);
        var id = (await peer.TransferAsync(transfer => transfer.Index == 1, Limit)).MessageId!;
        var replies = peer.Links(link => link.IsReplyLink).Single();

        // The counting part of the id is known from the first call. The random part of the first id and a guess both differ from the
        // random part of the second id.
        id[16..].ShouldNotBe(known[16..]);
        peer.Deliver(replies, PeerMessages.Reply(known[..16] + id[16..], """{"response":"forged"}"""));
        peer.Deliver(replies, PeerMessages.Reply("0000000000000000" + id[16..], """{"response":"forged"}"""));

        await peer.Events.ReachAsync<DeliverySettled>(2, one => one.Link == replies && one.State is Modified { UndeliverableHere: true }, Limit);
        log.All.Count<LogRecord>(record => record.Id == 1006).ShouldBe(2);
        second.IsCompleted.ShouldBeFalse();
        peer.Deliver(replies, PeerMessages.Reply(known, """{"response":"one"}"""));
        peer.Deliver(replies, PeerMessages.Reply(id, """{"response":"two"}"""));
        (await first).ShouldBe("one");
        (await second).ShouldBe("two");
    }

    [Theory]
    [InlineData("string")]
    [InlineData("binary")]
    [InlineData("data")]
    [Trait("Conformance", "62")]
    public async Task The_body_of_a_reply_may_come_in_any_section(string kind)
    {
        await using var peer = ScriptedPeer.Start(script => script.Answer = _ => PeerAnswer.Accept);
        await using var driver = Driver.Start(peer);
        var call = driver.Client().CallAsync<string>("echo", null, Limit);
        var request = await peer.TransferAsync(_ => true, Limit);
        var reply = PeerMessages.Reply(request.MessageId);
        var text = """{"response":"found"}""";
        reply.BodySection = kind switch
        {
            "data" => new Data { Binary = System.Text.Encoding.UTF8.GetBytes(text) },
            "binary" => new AmqpValue { Value = System.Text.Encoding.UTF8.GetBytes(text) },
            _ => new AmqpValue { Value = text },
        };

        peer.Deliver(peer.Links(link => link.IsReplyLink).Single(), reply);

        (await call).ShouldBe("found");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Trait("Conformance", "62")]
    public async Task A_reply_without_a_body_does_not_end_the_call(bool nullValue)
    {
        await using var peer = ScriptedPeer.Start(script => script.Answer = _ => PeerAnswer.Accept);
        await using var driver = Driver.Start(peer);
        var call = driver.Client().CallAsync<string>("echo", null, Limit);
        var request = await peer.TransferAsync(_ => true, Limit);
        var replies = peer.Links(link => link.IsReplyLink).Single();
        var empty = PeerMessages.Reply(request.MessageId);
        empty.BodySection = nullValue ? new AmqpValue { Value = null } : null;

        peer.Deliver(replies, empty);
        await peer.Events.FirstAsync<DeliverySettled>(cancel: Limit);
        call.IsCompleted.ShouldBeFalse();
        peer.Deliver(replies, PeerMessages.Reply(request.MessageId));

        (await call).ShouldBe("made up");
    }

    [Fact]
    [Trait("EdgeCase", "23")]
    public async Task A_reply_that_comes_before_the_acceptance_ends_the_call_and_an_outcome_after_it_changes_nothing()
    {
        await using var peer = ScriptedPeer.Start(script => script.Answer = _ => PeerAnswer.Nothing);
        await using var driver = Driver.Start(peer);
        var call = driver.Client().CallAsync<string>("echo", null, Limit);
        var request = await peer.TransferAsync(_ => true, Limit);

        peer.Deliver(peer.Links(link => link.IsReplyLink).Single(), PeerMessages.Reply(request.MessageId));
        (await call).ShouldBe("made up");
        peer.Settle(request, new Rejected());

        peer.Script.Answer = _ => PeerAnswer.Accept;
        await driver.Client().CastAsync("echo", null, Limit);
        driver.PendingDeliveries.ShouldBe(0);
        driver.PendingCalls.ShouldBe(0);
    }

    [Theory]
    [InlineData("""{"response":""")]
    [InlineData("[]")]
    [InlineData("no json at all")]
    [InlineData("{}")]
    [Trait("EdgeCase", "22")]
    public async Task A_reply_that_cannot_be_read_ends_its_call_with_an_error(string body)
    {
        await using var peer = ScriptedPeer.Start(script => script.Answer = _ => PeerAnswer.Accept);
        await using var driver = Driver.Start(peer);
        var call = driver.Client().CallAsync<string>("echo", null, Limit);
        var request = await peer.TransferAsync(_ => true, Limit);

        peer.Deliver(peer.Links(link => link.IsReplyLink).Single(), PeerMessages.Reply(request.MessageId, body));

        await Should.ThrowAsync<MessagingException>(call);
        await peer.Events.FirstAsync<DeliverySettled>(cancel: Limit);
    }

    [Theory]
    [InlineData("""{"request":""")]
    [InlineData("[]")]
    [InlineData("no json at all")]
    [InlineData("{}")]
    [Trait("EdgeCase", "21")]
    public async Task A_request_that_cannot_be_read_is_rejected_and_the_server_goes_on(string body)
    {
        await using var peer = ScriptedPeer.Start();
        await using var driver = Driver.Start(peer, options => options.Rpc.ServerCredit = 1);
        await driver.ServeAsync(new TestEndpoint(), cancel: Limit);
        var server = peer.Links(link => link.Address.StartsWith("unicast", StringComparison.Ordinal)).Single();
        var request = PeerMessages.Request("echo", "1");
        request.BodySection = new AmqpValue { Value = body };

        peer.Deliver(server, request);

        (await peer.Events.FirstAsync<DeliverySettled>(cancel: Limit)).State.ShouldBeOfType<Rejected>();
        (await driver.Client().CallAsync<string>("echo", Echo("x"), Limit)).ShouldBe("x");
    }

    [Theory]
    [InlineData(int.MaxValue)]
    [InlineData(7)]
    [Trait("EdgeCase", "20")]
    public async Task A_message_that_cannot_be_decoded_is_rejected_and_the_connection_stays(int frame)
    {
        await using var peer = ScriptedPeer.Start();
        await using var driver = Driver.Start(peer, options => options.Rpc.ServerCredit = 1);
        await driver.ServeAsync(new TestEndpoint(), cancel: Limit);
        var server = peer.Links(link => link.Address.StartsWith("unicast", StringComparison.Ordinal)).Single();

        peer.Deliver(server, [0x00, 0x53, 0x73, 0xc0, 0x05, 0x01, 0xa1, 0x50, 0x41, 0x41, 0x41], largestPayload: frame);

        (await peer.Events.FirstAsync<DeliverySettled>(cancel: Limit)).State.ShouldBeOfType<Rejected>();
        (await driver.Client().CallAsync<string>("echo", Echo("x"), Limit)).ShouldBe("x");
        peer.Events.Count<ConnectionOpened>().ShouldBe(1);
    }

    [Fact]
    public async Task Requests_in_many_frames_are_served_beyond_the_session_window()
    {
        await using var peer = ScriptedPeer.Start();
        await using var driver = Driver.Start(peer);
        var endpoint = new TestEndpoint();
        await driver.ServeAsync(endpoint, cancel: Limit);
        var server = peer.Links(link => link.Address.StartsWith("unicast", StringComparison.Ordinal)).Single();
        var text = new string('x', 30_000);

        for (var i = 0; i < 3; i++)
        {
            var request = PeerMessages.Request("echo", $"{i}", data: $"{i}{text}").Encode();
            peer.Deliver(server, request.Buffer.AsSpan(request.Offset, request.Length).ToArray(), largestPayload: 11);
        }

        (await endpoint.Requests.FirstAsync<string>(data => data[0] == '2', cancel: Limit)).ShouldBe($"2{text}");
        peer.Events.Count<ConnectionOpened>().ShouldBe(1);
    }

    [Fact]
    [Trait("Conformance", "63")]
    [Trait("EdgeCase", "42")]
    public async Task A_request_whose_expiry_time_lies_in_1970_is_served()
    {
        await using var peer = ScriptedPeer.Start();
        await using var driver = Driver.Start(peer);
        var endpoint = new TestEndpoint();
        await driver.ServeAsync(endpoint, cancel: Limit);
        var request = PeerMessages.Request("echo", "1", data: "old");
        request.Properties.AbsoluteExpiryTime = new DateTime(1970, 1, 2, 0, 0, 0, DateTimeKind.Utc);

        peer.Deliver(peer.Links(link => link.Address.StartsWith("unicast", StringComparison.Ordinal)).Single(), request);

        (await endpoint.Requests.FirstAsync<string>(cancel: Limit)).ShouldBe("old");
    }

    [Theory]
    [InlineData("builtins", "ValueError", typeof(ArgumentException))]
    [InlineData("exceptions", "ValueError", typeof(ArgumentException))]
    [InlineData("builtins", "NoSuchError", typeof(RemoteErrorException))]
    [InlineData("builtins", "SystemExit", typeof(RemoteErrorException))]
    [InlineData("nova.exception", "InstanceNotFound", typeof(MissingMemberException))]
    [InlineData("nova.exception", "InstanceLocked", typeof(RemoteErrorException))]
    [InlineData("elsewhere", "InstanceNotFound", typeof(RemoteErrorException))]
    [Trait("Conformance", "64")]
    public async Task A_failure_comes_up_as_the_registered_exception_or_as_a_remote_error(string module, string errorClass, Type expected)
    {
        await using var peer = ScriptedPeer.Start(script => script.Answer = _ => PeerAnswer.Accept);
        await using var driver = Driver.Start(peer, options => options.Rpc.AllowedRemoteExceptionModules = ["nova.exception"]);
        var registry = RemoteExceptionRegistry.Default.With("nova.exception", "InstanceNotFound", error => new MissingMemberException(error.RemoteMessage, error));
        var call = driver.Transport.CreateRpcClient(Target.ForTopic("test-topic"), registry).CallAsync<string>("echo", null, Limit);
        var request = await peer.TransferAsync(_ => true, Limit);
        var failure = $$"""{\"class\":\"{{errorClass}}\",\"module\":\"{{module}}\",\"message\":\"why\",\"tb\":[],\"args\":[\"why\"],\"kwargs\":{} }""";

        peer.Deliver(peer.Links(link => link.IsReplyLink).Single(), PeerMessages.Reply(request.MessageId, $$"""{"failure":"{{failure}}"}"""));

        var raised = await Should.ThrowAsync<Exception>(call);
        raised.ShouldBeOfType(expected);
        raised.Message.ShouldContain("why");
    }

    [Fact]
    [Trait("Conformance", "60")]
    [Trait("EdgeCase", "19")]
    public void A_certificate_file_that_cannot_be_read_is_an_error_when_the_transport_is_made()
    {
        var failure = Should.Throw<Exception>(() => MessagingTransport.Create(
            "amqp://127.0.0.1:1", TestOptions.Create(options => options.Security.SslCaFile = "no-such-directory/ca.pem")));

        failure.ShouldBeAssignableTo<MessagingException>();
        failure.Message.ShouldContain("no-such-directory/ca.pem");
    }
}
