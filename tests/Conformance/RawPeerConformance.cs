using System.Text;
using Amqp;
using Amqp.Framing;
using Amqp1.Conformance.Tests.Harness;

namespace Amqp1.Conformance.Tests;

/// <summary>Conformance tests of what a peer of another library sends.</summary>
public abstract class RawPeerConformance(ConformanceFixture fixture) : ConformanceTest(fixture)
{
    [Theory]
    [InlineData("released", 0)]
    [InlineData("rejected", 3)]
    [InlineData("failed", 3)]
    [Trait("Conformance", "8")]
    [Trait("Conformance", "45")]
    [Trait("Conformance", "46")]
    public async Task A_call_that_a_server_does_not_take_fails(string outcome, int retry)
    {
        Assert.SkipUnless(SettlesEndToEnd, AnswersItself);
        var here = await ConnectAsync();
        var raw = await ConnectRawAsync();
        var server = await raw.ListenAsync(SharedAddress(here));
        var call = here.Client(Topic, retry: retry).CallAsync("echo", cancel: Limit);
        var request = await RawPeer.ReceiveAsync(server);

        Settle(server, request, outcome);

        var failure = await Should.ThrowAsync<MessageDeliveryException>(call);
        if (outcome == "rejected")
        {
            failure.Condition.ShouldBe("amqp:not-allowed");
        }
    }

    [Theory]
    [InlineData("released")]
    [InlineData("modified")]
    [Trait("Conformance", "43")]
    [Trait("Conformance", "44")]
    public async Task A_call_that_a_server_gives_back_is_sent_again(string outcome)
    {
        Assert.SkipUnless(SettlesEndToEnd, AnswersItself);
        Assert.SkipUnless(outcome != "modified" || Intermediary.KeepsFlagsOfModified, "This router marks all that was modified as failed.");
        var here = await ConnectAsync();
        var raw = await ConnectRawAsync();
        var server = await raw.ListenAsync(SharedAddress(here));
        var call = here.Client(Topic, retry: 2).CallAsync<string>("echo", cancel: Limit);
        var ids = new HashSet<string>();
        for (var i = 0; i < 2; i++)
        {
            var refused = await RawPeer.ReceiveAsync(server);
            ids.Add(refused.Properties.MessageId).ShouldBeTrue();
            Settle(server, refused, outcome);
        }

        var request = await RawPeer.ReceiveAsync(server);
        server.Accept(request);
        ids.ShouldNotContain(request.Properties.MessageId);
        await raw.SendAsync(request.Properties.ReplyTo, Reply(request.Properties.MessageId, "string"));

        (await call).ShouldBe("found");
    }

    [Theory]
    [InlineData("string")]
    [InlineData("binary")]
    [InlineData("data")]
    [Trait("Conformance", "61")]
    [Trait("Conformance", "62")]
    public async Task Only_the_reply_with_the_right_id_ends_a_call_and_its_body_may_come_in_any_section(string section)
    {
        var here = await ConnectAsync();
        var raw = await ConnectRawAsync();
        var server = await raw.ListenAsync(SharedAddress(here));
        var call = here.Client(Topic).CallAsync<string>("echo", cancel: Limit);
        var request = await RawPeer.ReceiveAsync(server);
        server.Accept(request);

        foreach (var foreign in new object[] { 7UL, new byte[] { 1, 2 }, Guid.NewGuid(), "unknown" })
        {
            var outcome = await raw.SendAsync(request.Properties.ReplyTo, Reply(foreign, section));
            if (SettlesEndToEnd)
            {
                outcome.ShouldBeOfType<Modified>().UndeliverableHere.ShouldBeTrue();
            }
        }

        var empty = Reply(request.Properties.MessageId, section);
        empty.BodySection = new AmqpValue { Value = null };
        await raw.SendAsync(request.Properties.ReplyTo, empty);
        call.IsCompleted.ShouldBeFalse();
        await raw.SendAsync(request.Properties.ReplyTo, Reply(request.Properties.MessageId, section));

        (await call).ShouldBe("found");
    }

    [Fact]
    [Trait("Conformance", "63")]
    public async Task A_request_whose_expiry_time_lies_in_1970_is_served()
    {
        var there = await ConnectAsync();
        var endpoint = new TestEndpoint();
        await there.ServeAsync(endpoint, Topic, Limit);
        var raw = await ConnectRawAsync();
        var request = Request("""{"method": "echo", "args": {"data": "old"}}""");
        request.Properties = new Properties { AbsoluteExpiryTime = new DateTime(1970, 1, 1, 0, 13, 0, DateTimeKind.Utc) };

        await raw.SendAsync(SharedAddress(there), request);

        (await endpoint.Requests.FirstAsync<string>(cancel: Limit)).ShouldBe("old");
    }

    [Fact]
    [Trait("Conformance", "65")]
    public async Task A_request_in_an_envelope_is_served_if_its_version_is_2_0()
    {
        var there = await ConnectAsync();
        var endpoint = new TestEndpoint();
        await there.ServeAsync(endpoint, Topic, Limit);
        var raw = await ConnectRawAsync();

        foreach (var version in new[] { "1.9", "2.1", "3.0", "2.0.1", "2.0" })
        {
            var outcome = await raw.SendAsync(SharedAddress(there), Request(
                $$$"""{"oslo.version": "{{{version}}}", "oslo.message": "{\"method\": \"echo\", \"args\": {\"data\": \"{{{version}}}\"}}"}"""));
            if (SettlesEndToEnd)
            {
                outcome.ShouldBeOfType(version == "2.0" ? typeof(Accepted) : typeof(Rejected));
            }
        }

        (await endpoint.Requests.FirstAsync<string>(cancel: Limit)).ShouldBe("2.0");
    }

    private static void Settle(ReceiverLink link, Message message, string outcome)
    {
        switch (outcome)
        {
            case "released":
                link.Release(message);
                break;
            case "rejected":
                link.Reject(message, new Error("amqp:not-allowed"));
                break;
            case "modified":
                link.Modify(message, deliveryFailed: false);
                break;
            default:
                link.Modify(message, deliveryFailed: true);
                break;
        }
    }

    private static Message Request(string request) => new() { BodySection = new AmqpValue { Value = $$$"""{"request": {{{request}}}, "context": {}}""" } };

    private static Message Reply(object correlationId, string section)
    {
        const string Body = """{"response": "found"}""";
        var reply = new Message
        {
            Properties = new Properties(),
            BodySection = section switch
            {
                "data" => new Data { Binary = Encoding.UTF8.GetBytes(Body) },
                "binary" => new AmqpValue { Value = Encoding.UTF8.GetBytes(Body) },
                _ => new AmqpValue { Value = Body },
            },
        };
        reply.Properties.SetCorrelationId(correlationId);
        return reply;
    }

    /// <summary>Returns the shared address of the test's topic in the syntax of the intermediary.</summary>
    private string SharedAddress(Participant participant) =>
        participant.Transport.Status.AddressMode == "legacy" ? $"unicast.openstack.{Topic}" : $"openstack.org/om/rpc/anycast/openstack/{Topic}";
}
