using Amqp;
using Amqp.Framing;

namespace Amqp1.Transport;

/// <summary>
/// A sending link that answers when the peer drains it or asks for its state, which AMQPNetLite does not. Its owner answers between
/// two messages: when <paramref name="onAsked"/> says that there is a question, when it has sent what it can, and as soon as
/// no message is being sent.
/// </summary>
internal sealed class OutgoingLink(Session session, string name, Attach attach, OnAttached onAttached, Action onAsked)
    : SenderLink(session, name, attach, onAttached)
{
    private const int None = 0;
    private const int Echo = 1;
    private const int Drain = 2;

    private int _question;

    /// <summary>Whether the peer waits for an answer.</summary>
    public bool HasQuestion => Volatile.Read(ref _question) != None;

    /// <summary>How many messages may be sent now.</summary>
    /// <remarks>
    /// AMQPNetLite would queue what exceeds it out of our sight, where it can be neither withdrawn nor told from what has left. So it
    /// does with what exceeds the peer's session window.
    /// </remarks>
    public int Credit => Volatile.Read(ref LibraryInternals.OutgoingWindowOf(Session)) == 0 ? 0 : Volatile.Read(ref LibraryInternals.CreditOf(this));

    /// <summary>The peer has sent a flow for the link. On the pump.</summary>
    public void Ask(bool drain, bool echo)
    {
        var question = drain ? Drain : echo ? Echo : None;
        Volatile.Write(ref _question, question);
        if (question != None)
        {
            onAsked();
        }
    }

    /// <summary>Answers. Only while nothing is being sent on the link.</summary>
    public void Answer()
    {
        var question = Interlocked.Exchange(ref _question, None);
        if (question != None)
        {
            FlowAnswers.Answer(this, question == Drain);
        }
    }
}
