using System.Diagnostics;
using Amqp;
using Amqp.Framing;
using Amqp1.Notifications;
using Amqp1.Rpc;

namespace Amqp1.Core.Tests.Faults;

/// <summary>
/// Tests of texts of a peer that are long and contain control characters, wherever a peer can send text. The log, the status, exceptions
/// and spans stay clean.
/// </summary>
public sealed class PeerTextFaultTests : FaultTest
{
    /// <summary>A text with two lines, an escape sequence, a change of direction, and 100 000 characters.</summary>
    private static readonly string Nasty = "boo\nError: forged line \u001b[31m\u202e" + new string('x', 100_000);

    private readonly LogRecords _log = new();

    [Fact]
    public async Task What_the_peer_says_of_itself_in_its_open()
    {
        await using var peer = ScriptedPeer.Start(script => script.Product = Nasty);
        await using var driver = Driver.Start(peer, loggers: _log);

        await driver.Transport.WaitForConnectionAsync(Limit);

        ShouldBeClean(driver.Transport.Status.Product);
        await _log.FirstAsync(1000, Limit);
        LogShouldBeClean();
    }

    [Fact]
    public async Task The_reason_of_a_close()
    {
        await using var peer = ScriptedPeer.Start(script => script.Answer = _ => PeerAnswer.Nothing);
        await using var driver = Driver.Start(peer, loggers: _log);
        var cast = driver.Client().CastAsync("echo", Echo("x"), Limit);
        await peer.TransferAsync(_ => true, Limit);

        peer.CloseAll(new Error("amqp:boo\n") { Description = Nasty });

        await ShouldFailCleanlyAsync(cast);
        ShouldBeClean(driver.Transport.Status.LastError);
        await _log.FirstAsync(1002, Limit);
        LogShouldBeClean();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_reason_why_a_sender_link_is_refused(bool byEndingTheSession)
    {
        await using var peer = ScriptedPeer.Start(script =>
        {
            script.Refuse = link => link.ClientSends ? new Error("amqp:boo\n") { Description = Nasty } : null;
            script.RefuseByEndingSession = byEndingTheSession;
        });
        await using var driver = Driver.Start(peer, loggers: _log);

        await ShouldFailCleanlyAsync(driver.Client(retry: 1).CastAsync("echo", Echo("x"), Limit));

        await _log.FirstAsync(1004, Limit);
        LogShouldBeClean();
    }

    [Fact]
    public async Task The_reason_why_a_receiver_link_is_ended()
    {
        await using var peer = ScriptedPeer.Start();
        await using var driver = Driver.Start(peer, loggers: _log);
        await driver.ServeAsync(new TestEndpoint(), cancel: Limit);

        peer.Detach(peer.Links(link => !link.ClientSends)[0], new Error(Nasty) { Description = Nasty });

        await _log.FirstAsync(1005, Limit);
        LogShouldBeClean();
    }

    [Fact]
    public async Task The_reason_why_the_reply_link_is_refused()
    {
        await using var peer = ScriptedPeer.Start(script => script.Refuse = link => link.IsReplyLink ? new Error(Nasty) { Description = Nasty } : null);
        await using var driver = Driver.Start(peer, loggers: _log);

        await ShouldFailCleanlyAsync(driver.Client(retry: 0).CallAsync<string>("echo", Echo("x"), Limit));

        await _log.FirstAsync(1001, Limit);
        ShouldBeClean(driver.Transport.Status.LastError);
        LogShouldBeClean();
    }

    [Fact]
    public async Task The_reason_of_a_rejection()
    {
        await using var peer = ScriptedPeer.Start(script => script.Answer = _ => PeerAnswer.Accept with { State = new Rejected { Error = new Error(Nasty) { Description = Nasty } } });
        await using var driver = Driver.Start(peer, loggers: _log);

        await ShouldFailCleanlyAsync(driver.Client().CastAsync("echo", Echo("x"), Limit));
        await ShouldFailCleanlyAsync(driver.Notifier("topic").InfoAsync("event", null, cancel: Limit));

        LogShouldBeClean();
    }

    [Fact]
    public async Task The_mechanisms_that_are_offered()
    {
        await using var peer = ScriptedPeer.Start(script => script.Mechanisms = ["BOO\u001b\nforged", new string('X', 1000)]);
        await using var driver = Driver.Start(peer, loggers: _log);

        await ShouldFailCleanlyAsync(driver.Client(retry: 0).CastAsync("echo", Echo("x"), Limit));

        ShouldBeClean(driver.Transport.Status.LastError);
        LogShouldBeClean();
    }

    [Fact]
    public async Task Method_version_argument_and_reply_address_of_a_request()
    {
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == Amqp1Telemetry.ActivitySourceName,
            Sample = (ref _) => ActivitySamplingResult.AllDataAndRecorded,
        };
        var spans = new EventLog<Activity>();
        listener.ActivityStopped = spans.Add;
        ActivitySource.AddActivityListener(listener);
        await using var peer = ScriptedPeer.Start(script => script.Refuse = link => link.Address.StartsWith("gone", StringComparison.Ordinal) ? new Error("amqp:not-found") : null);
        await using var driver = Driver.Start(peer, loggers: _log);
        await driver.ServeAsync(new TestEndpoint(), cancel: Limit);
        var nasty = System.Text.Json.JsonEncodedText.Encode(Nasty).ToString();
        var server = peer.Links(link => link.Address.StartsWith("unicast", StringComparison.Ordinal))[0];

        peer.Deliver(server, PeerMessages.Request(nasty, "1", replyTo: "gone\nforged"));
        peer.Deliver(server, PeerMessages.Request("echo", "2", extra: $", \"version\": \"{nasty}\""));
        peer.Deliver(server, PeerMessages.Request("echo", "3", extra: $", \"{nasty}\": [1, }}"));

        await _log.All.ReachAsync<LogRecord>(2, record => record.Id == 1104, Limit);
        await _log.FirstAsync(1102, Limit);
        await _log.FirstAsync(1105, Limit);
        LogShouldBeClean();
        var original = (await spans.FirstAsync<Activity>(span => span.GetTagItem("rpc.method_original") is string text && text.Contains("boo", StringComparison.Ordinal), Limit));
        ShouldBeClean((string)original.GetTagItem("rpc.method_original")!);
        ShouldBeClean(original.StatusDescription);
    }

    [Fact]
    public async Task Event_type_and_priority_of_a_notification()
    {
        await using var peer = ScriptedPeer.Start();
        await using var driver = Driver.Start(peer, loggers: _log);
        await driver.ListenAsync(new TestListener("topic", _ => throw new InvalidOperationException("The handler is broken.")), Limit);
        var nasty = System.Text.Json.JsonEncodedText.Encode(Nasty).ToString();
        var link = peer.Links(link => link.Address.EndsWith("topic.info", StringComparison.Ordinal))[0];

        foreach (var priority in (string[])["INFO", nasty])
        {
            peer.Deliver(link, new Message
            {
                Properties = new Properties(),
                BodySection = new AmqpValue
                {
                    Value = $$$"""{"context":{},"request":{"event_type":"{{{nasty}}}","priority":"{{{priority}}}","payload":{},"publisher_id":"p","message_id":"1","timestamp":"2026-01-01 00:00:00"}}""",
                },
            });
        }

        await _log.FirstAsync(1205, Limit);
        await _log.FirstAsync(1204, Limit);
        LogShouldBeClean();
    }

    [Fact]
    public async Task The_failure_in_a_reply_keeps_its_lines_and_nothing_else()
    {
        var nasty = System.Text.Json.JsonEncodedText.Encode(Nasty[..20_000]).ToString();
        await using var peer = ScriptedPeer.Start(script => script.Answer = _ => PeerAnswer.Accept);
        await using var driver = Driver.Start(peer, loggers: _log);
        var call = driver.Client().CallAsync<string>("echo", Echo("x"), Limit);
        var request = await peer.TransferAsync(_ => true, Limit);
        var failure = $$"""{"class":"{{nasty}}","module":"{{nasty}}","message":"{{nasty}}","tb":["Traceback:\n","{{nasty}}\n",null]}""";

        peer.Deliver(
            peer.Links(link => link.IsReplyLink).Single(),
            PeerMessages.Reply(request.Message.Properties.MessageId, $$"""{"failure":"{{System.Text.Json.JsonEncodedText.Encode(failure)}}"}"""));

        var thrown = await Should.ThrowAsync<RemoteErrorException>(call);
        ShouldBeClean(thrown.ErrorClass);
        ShouldBeClean(thrown.Module);
        thrown.RemoteMessage.ShouldStartWith("boo\nError: forged line \\u001b[31m\\u202exxx");
        thrown.RemoteMessage.Length.ShouldBeLessThanOrEqualTo(ErrorText.MaxLength);
        thrown.Traceback[0].ShouldBe("Traceback:\n");
        thrown.Traceback.ShouldAllBe(line => line.EndsWith('\n') && !line.Contains('\u001b') && line.Length <= ErrorText.MaxLength + 1);
        thrown.ToString().Length.ShouldBeLessThan(20_000);
    }

    private static async Task ShouldFailCleanlyAsync(Task task)
    {
        var failure = await Should.ThrowAsync<MessageDeliveryException>(task);
        ShouldBeClean(failure.Message);
        ShouldBeClean(failure.Condition ?? "none");
    }

    private void LogShouldBeClean()
    {
        foreach (var record in _log.All.All<LogRecord>())
        {
            ShouldBeClean(record.Text);
        }
    }

    private static void ShouldBeClean(string? text)
    {
        text.ShouldNotBeNull();
        PeerTextTests.ShouldBeClean(text);
        text.Length.ShouldBeLessThan(2_000);
    }
}
