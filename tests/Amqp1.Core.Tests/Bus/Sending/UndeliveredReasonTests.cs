using Amqp.Framing;
using Amqp1.Notifications;

namespace Amqp1.Core.Tests.Bus.Sending;

/// <summary>
/// Tests that the error of a message that was not delivered in time names the reason: the last known error of its link or connection.
/// </summary>
public sealed class UndeliveredReasonTests : FaultTest
{
    private const string Unauthorized = "amqp:unauthorized-access";
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(400);

    [Theory]
    [InlineData("call", false)]
    [InlineData("call", true)]
    [InlineData("cast", false)]
    [InlineData("notification", true)]
    public async Task A_link_that_is_refused(string kind, bool byEndingTheSession)
    {
        await using var peer = ScriptedPeer.Start(script =>
        {
            script.Refuse = link => link.ClientSends ? new Error(Unauthorized) { Description = "joe may not send here" } : null;
            script.RefuseByEndingSession = byEndingTheSession;
        });
        await using var driver = Driver.Start(peer, ShortTimes);

        var (message, condition) = await FailAsync(driver, kind);

        message.ShouldContain("joe may not send here");
        condition.ShouldBe(Unauthorized);
        driver.Transport.Status.LastLinkError.ShouldNotBeNull().ShouldContain("joe may not send here");
    }

    [Theory]
    [InlineData("call")]
    [InlineData("cast")]
    [InlineData("notification")]
    public async Task A_login_that_is_refused(string kind)
    {
        await using var peer = ScriptedPeer.Start(script => script.Credentials = ("joe", "secret"));
        await using var driver = Driver.Start($"amqp://joe:wrong@{peer.Host}", ShortTimes);

        var (message, condition) = await FailAsync(driver, kind);

        message.ShouldContain("authentication of joe by PLAIN was refused");
        condition.ShouldBe(Unauthorized);
        driver.Transport.Status.LastError.ShouldNotBeNull().ShouldContain("was refused");
        driver.Transport.Status.LastErrorHost.ShouldNotBeNull().ShouldEndWith($":{peer.Port}");
    }

    [Fact]
    public async Task A_reply_link_that_is_refused()
    {
        await using var peer = ScriptedPeer.Start(script => script.Refuse = link => link.IsReplyLink ? new Error(Unauthorized) { Description = "no dynamic nodes for joe" } : null);
        await using var driver = Driver.Start(peer, ShortTimes);

        var (message, condition) = await FailAsync(driver, "call");

        message.ShouldContain("no dynamic nodes for joe");
        condition.ShouldBe(Unauthorized);
    }

    [Fact]
    public async Task A_connection_that_is_closed_again_and_again()
    {
        await using var peer = ScriptedPeer.Start();
        await using var driver = Driver.Start(peer, options =>
        {
            ShortTimes(options);
            options.Connection.RetryInterval = TimeSpan.FromSeconds(30);
            options.Connection.RetryIntervalMax = TimeSpan.FromSeconds(30);
        });
        await driver.Transport.WaitForConnectionAsync(Limit);
        peer.CloseAll(new Error("amqp:connection:forced") { Description = "maintenance until noon" });
        var lost = new TaskCompletionSource();
        driver.Transport.StatusChanged += status => { if (status.State == ConnectionState.Reconnecting) { lost.TrySetResult(); } };
        if (driver.Transport.Status.State == ConnectionState.Reconnecting)
        {
            lost.TrySetResult();
        }

        await lost.Task.WaitAsync(Limit);
        var (message, condition) = await FailAsync(driver, "cast");

        message.ShouldContain("maintenance until noon");
        condition.ShouldBe("amqp:connection:forced");
    }

    [Fact]
    public async Task A_peer_that_grants_no_credit_has_given_no_reason()
    {
        await using var peer = ScriptedPeer.Start(script => script.Credit = _ => 0);
        await using var driver = Driver.Start(peer, ShortTimes);
        await driver.Transport.WaitForConnectionAsync(Limit);

        var (message, condition) = await FailAsync(driver, "cast", TimeSpan.FromSeconds(3));

        message.ShouldContain("the peer gives no credit for this address");
        condition.ShouldBeNull();
    }

    [Fact]
    public async Task A_peer_that_keeps_its_session_window_closed_has_a_consumer()
    {
        await using var peer = ScriptedPeer.Start(script => script.Credit = _ => 0);
        await using var driver = Driver.Start(peer, options => options.Rpc.SendTimeout = TimeSpan.FromSeconds(3));
        var cast = driver.Client().CastAsync("echo", Echo("x"), Limit);
        var link = await peer.LinkAsync(link => link.ClientSends, Limit);
        link.Flow(flow => (flow.LinkCredit, flow.IncomingWindow) = (10, 0));

        var failure = await Should.ThrowAsync<MessageDeliveryException>(cast);

        failure.Message.ShouldContain("keeps its session window closed");
        failure.InDoubt.ShouldBeFalse();
    }

    [Fact]
    public async Task A_message_that_has_left_has_no_such_reason()
    {
        await using var peer = ScriptedPeer.Start(script => script.Answer = _ => PeerAnswer.Nothing);
        await using var driver = Driver.Start(peer);

        var failure = await Should.ThrowAsync<MessagingTimeoutException>(driver.Client(timeout: TimeSpan.FromSeconds(3)).CallAsync<string>("echo", Echo("x"), Limit));

        failure.Message.ShouldEndWith("within 3 s.");
        failure.Condition.ShouldBeNull();
    }

    [Fact]
    public async Task A_message_that_came_back_until_its_time_was_up_says_so()
    {
        await using var peer = ScriptedPeer.Start(script => script.Answer = _ => PeerAnswer.Release);
        await using var driver = Driver.Start(peer, options =>
        {
            options.Rpc.SendTimeout = TimeSpan.FromSeconds(2);

            // The message is sent after 0.1, 0.3, 0.7 and 1.5 s. Its time is up while it waits for the next attempt.
            options.Connection.LinkRetryDelay = TimeSpan.FromSeconds(10);
        });

        var failure = await Should.ThrowAsync<MessageDeliveryException>(driver.Client().CastAsync("echo", Echo("x"), Limit));

        failure.Message.ShouldContain("released");
    }

    [Fact]
    public async Task The_reason_why_a_server_link_is_refused_is_in_the_status()
    {
        await using var peer = ScriptedPeer.Start(script => script.Refuse = link => link.ClientSends ? null : new Error(Unauthorized) { Description = "joe may not listen" });
        var log = new LogRecords();
        await using var driver = Driver.Start(peer, loggers: log);
        var serving = driver.ServeAsync(new TestEndpoint(), cancel: Limit);

        await log.FirstAsync(1005, Limit);

        var error = driver.Transport.Status.LastLinkError.ShouldNotBeNull();
        error.ShouldContain(Unauthorized);
        error.ShouldContain("joe may not listen");
        error.ShouldContain("test-topic");
        peer.Script.Refuse = _ => null;
        await serving;
    }

    private static void ShortTimes(Amqp1.Configuration.Amqp1Options options)
    {
        options.Rpc.SendTimeout = Short;
        options.Notifications.SendTimeout = Short;
    }

    private async Task<(string Message, string? Condition)> FailAsync(Driver driver, string kind, TimeSpan? timeout = null)
    {
        // The timeout is long enough for an attempt to fail, however slow the machine is. The test waits for the reason, not for the time.
        var call = kind == "call" ? driver.Client(timeout: timeout ?? TimeSpan.FromSeconds(3)).CallAsync<string>("echo", Echo("x"), Limit) : null;
        for (var attempt = 0; ; attempt++)
        {
            Exception failure = kind switch
            {
                "call" => await Should.ThrowAsync<MessagingTimeoutException>(call!),
                "cast" => await Should.ThrowAsync<MessageDeliveryException>(driver.Client().CastAsync("echo", Echo("x"), Limit)),
                _ => await Should.ThrowAsync<MessageDeliveryException>(driver.Notifier("topic").InfoAsync("event", null, cancel: Limit)),
            };
            var condition = (failure as MessageDeliveryException)?.Condition ?? (failure as MessagingTimeoutException)?.Condition;
            (failure as MessageDeliveryException)?.InDoubt.ShouldBeFalse();
            if (condition is not null || kind == "call" || attempt == 10 || failure.Message.Contains("gives no credit", StringComparison.Ordinal))
            {
                return (failure.Message, condition);
            }
        }
    }
}
