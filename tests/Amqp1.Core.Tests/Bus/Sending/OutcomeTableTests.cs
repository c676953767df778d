using Amqp;
using Amqp.Framing;
using Amqp1.Bus;
using Amqp1.Bus.Sending;

namespace Amqp1.Core.Tests.Bus.Sending;

/// <summary>Tests of every row of docs/spec/links.md#outcomes-and-retries.</summary>
public sealed class OutcomeTableTests
{
    private static readonly Error ServerError = new("amqp:internal-error") { Description = "went wrong" };

    [Fact]
    public void Accepted_is_done() => Classify(new Accepted()).ShouldBe((Verdict.Accepted, null));

    [Fact]
    public void Accepted_is_done_also_when_the_link_is_gone_meanwhile() =>
        OutcomeTable.Classify(new Accepted(), linkIsUp: false, transferred: true).Verdict.ShouldBe(Verdict.Accepted);

    [Fact]
    public void Released_may_be_sent_again() => InDoubt(Classify(new Released()), Verdict.Resend).ShouldBeFalse();

    [Fact]
    public void Released_for_want_of_a_queue_may_be_sent_again_and_says_so()
    {
        var (verdict, failure) = OutcomeTable.Classify(new Released(), linkIsUp: true, transferred: true, Amqp1.Dialects.ReleasedMeaning.Unserved);

        verdict.ShouldBe(Verdict.Resend);
        failure!.IsUnserved.ShouldBeTrue();
        failure.InDoubt.ShouldBeFalse();
    }

    [Fact]
    public void Modified_without_flags_may_be_sent_again() => InDoubt(Classify(new Modified()), Verdict.Resend).ShouldBeFalse();

    [Fact]
    public void Modified_with_failed_delivery_fails_in_doubt() =>
        InDoubt(Classify(new Modified { DeliveryFailed = true }), Verdict.Fail).ShouldBeTrue();

    [Fact]
    public void Modified_as_undeliverable_here_fails_and_was_not_processed() =>
        InDoubt(Classify(new Modified { UndeliverableHere = true }), Verdict.Fail).ShouldBeFalse();

    [Fact]
    public void Modified_with_both_flags_fails_in_doubt() =>
        InDoubt(Classify(new Modified { DeliveryFailed = true, UndeliverableHere = true }), Verdict.Fail).ShouldBeTrue();

    [Fact]
    public void Rejected_fails_with_condition_and_description()
    {
        var (verdict, failure) = Classify(new Rejected { Error = ServerError });

        verdict.ShouldBe(Verdict.Fail);
        failure!.Condition.ShouldBe("amqp:internal-error");
        failure.Reason.ShouldContain("amqp:internal-error");
        failure.Reason.ShouldContain("went wrong");
        failure.InDoubt.ShouldBeFalse();
    }

    [Fact]
    public void Rejected_without_an_error_fails() => InDoubt(Classify(new Rejected()), Verdict.Fail).ShouldBeFalse();

    [Fact]
    public void Settled_without_a_state_fails_in_doubt() => InDoubt(Classify(null), Verdict.Fail).ShouldBeTrue();

    [Fact]
    public void A_loss_after_the_transfer_fails_in_doubt_whatever_the_library_makes_up()
    {
        InDoubt(OutcomeTable.Classify(new Released(), linkIsUp: false, transferred: true), Verdict.Fail).ShouldBeTrue();
        var (verdict, failure) = OutcomeTable.Classify(new Rejected { Error = ServerError }, linkIsUp: false, transferred: true);
        verdict.ShouldBe(Verdict.Fail);
        failure!.InDoubt.ShouldBeTrue();
        failure.Reason.ShouldContain("went wrong");
        failure.Condition.ShouldBe("amqp:internal-error");
    }

    [Fact]
    public void A_loss_before_the_transfer_puts_the_message_back()
    {
        InDoubt(OutcomeTable.Classify(new Released(), linkIsUp: false, transferred: false), Verdict.Requeue).ShouldBeFalse();
        InDoubt(OutcomeTable.Classify(new Rejected { Error = ServerError }, linkIsUp: false, transferred: false), Verdict.Requeue).ShouldBeFalse();
    }

    private static (Verdict Verdict, SendFailure? Failure) Classify(Outcome? outcome) => OutcomeTable.Classify(outcome, linkIsUp: true, transferred: true);

    private static bool InDoubt((Verdict Verdict, SendFailure? Failure) actual, Verdict verdict)
    {
        actual.Verdict.ShouldBe(verdict);
        actual.Failure!.Reason.ShouldNotBeEmpty();
        return actual.Failure.InDoubt;
    }
}
