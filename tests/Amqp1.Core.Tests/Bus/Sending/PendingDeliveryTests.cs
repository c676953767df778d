using Amqp1.Addressing;
using Amqp1.Bus;
using Amqp1.Bus.Replies;
using Amqp1.Bus.Sending;
using Amqp1.Dialects;
using Amqp1.Dialects.OsloAmqp1;
using Amqp1.Wire;

namespace Amqp1.Core.Tests.Bus.Sending;

/// <summary>Tests that a delivery ends once, whatever happens to it.</summary>
public sealed class PendingDeliveryTests
{
    private static readonly OutgoingMessage Message = new() { Kind = MessageKind.Cast, Destination = Destination.ReplyTo("a") };

    [Fact]
    public void Acceptance_completes_a_send_and_what_comes_later_is_ignored()
    {
        var send = new PendingSend(Message, TimeSpan.FromSeconds(30), 0);

        send.OnAccepted();
        send.Fail(new SendFailure("late"));
        send.OnExpired();
        send.Abandon(new OperationCanceledException());

        send.Completion.IsCompletedSuccessfully.ShouldBeTrue();
        send.HasEnded.ShouldBeTrue();
    }

    [Fact]
    public async Task A_failure_tells_condition_and_doubt()
    {
        var send = new PendingSend(Message, TimeSpan.FromSeconds(30), 0);

        send.Fail(new SendFailure("gone", "amqp:link:detach-forced", InDoubt: true));
        send.OnAccepted();

        var failure = await Should.ThrowAsync<MessageDeliveryException>(send.Completion.AsTask());
        failure.Message.ShouldContain("gone");
        failure.Condition.ShouldBe("amqp:link:detach-forced");
        failure.InDoubt.ShouldBeTrue();
    }

    [Fact]
    public async Task An_expired_send_is_a_delivery_failure()
    {
        var send = new PendingSend(Message, TimeSpan.FromSeconds(30), 0);

        send.OnExpired();

        (await Should.ThrowAsync<MessageDeliveryException>(send.Completion.AsTask())).Message.ShouldContain("30");
    }

    [Fact]
    public async Task An_expired_call_is_a_timeout_when_one_was_given_and_a_delivery_failure_when_not()
    {
        var given = new PendingCall(Message, TimeSpan.FromSeconds(5), 0, timeoutGiven: true, null);
        var none = new PendingCall(Message, TimeSpan.FromSeconds(5), 0, timeoutGiven: false, null);

        given.OnExpired();
        none.OnExpired();

        await Should.ThrowAsync<MessagingTimeoutException>(given.Reply.AsTask());
        await Should.ThrowAsync<MessageDeliveryException>(none.Reply.AsTask());
    }

    [Fact]
    public async Task A_call_ends_with_its_reply_also_when_that_comes_before_the_acceptance()
    {
        var call = new PendingCall(Message, TimeSpan.FromSeconds(5), 0, timeoutGiven: true, null);

        call.OnReply(new ReplyBody(new byte[] { 1 }, Amqp1Format.Instance));
        call.OnAccepted();
        call.OnReply(new ReplyBody(new byte[] { 2 }, Amqp1Format.Instance));

        (await call.Reply).Text.Span[0].ShouldBe((byte)1);
    }

    [Fact]
    public void Acceptance_alone_does_not_end_a_call()
    {
        var call = new PendingCall(Message, TimeSpan.FromSeconds(5), 0, timeoutGiven: true, null);

        call.OnAccepted();

        call.HasEnded.ShouldBeFalse();
        call.Reply.IsCompleted.ShouldBeFalse();
    }

    [Fact]
    public async Task A_cancelled_send_is_cancelled_by_the_callers_token_and_tells_that_it_has_not_left()
    {
        using var source = new CancellationTokenSource();
        await source.CancelAsync();
        var send = new PendingSend(Message, TimeSpan.FromSeconds(30), 0);

        send.Cancel(source.Token);

        var cancelled = (await Record.ExceptionAsync(async () => await send.Completion)).ShouldBeOfType<OperationCanceledException>();
        cancelled.CancellationToken.ShouldBe(source.Token);
        cancelled.InnerException.ShouldBeOfType<MessageDeliveryException>().InDoubt.ShouldBeFalse();
    }

    [Theory]
    [InlineData(-1, -1)]
    [InlineData(-7, -1)]
    [InlineData(0, 0)]
    [InlineData(3, 3)]
    public void Any_negative_count_of_retries_is_endless(int given, int retries) =>
        new PendingSend(Message, TimeSpan.FromSeconds(30), given).Retries.ShouldBe(retries);
}
