using Amqp1.Broker.Turns;

namespace Amqp1.Broker.Nodes.Queues;

/// <summary>
/// The consumers that browse a queue: they receive copies of the waiting messages, each once, and leave the messages to others. Used in a
/// turn.
/// </summary>
internal sealed class QueueBrowsers(QueueContents contents, QueueServices services) : IChore
{
    /// <summary>The browsers that have received all messages so far, and may be able to accept another one.</summary>
    private readonly LinkedList<QueueConsumer> _waiting = [];
    private int _toWake;

    public int Count { get; private set; }

    private Chores Chores => services.Context.Turns.Chores;

    public void Add() => Count++;

    public void Remove(QueueConsumer browser)
    {
        Count--;
        StopWaiting(browser);
    }

    /// <summary>Returns whether there are messages that the browser has not received.</summary>
    public bool HasMessagesFor(QueueConsumer browser) => contents.From(browser.Position) is not null;

    /// <summary>Sends the messages that the browser has not received.</summary>
    public void OnReady(QueueConsumer browser)
    {
        StopWaiting(browser);
        while (browser.Consumer.TryReady())
        {
            if (contents.From(browser.Position) is not { } message)
            {
                _waiting.AddLast(browser.Place);
                return;
            }

            if (!Chores.Spend())
            {
                browser.Consumer.ResumeInAnotherTurn();
                return;
            }

            browser.Position = message.Sequence + 1;
            message.WriteHeader(services.Context.Time);
            browser.Consumer.Send(new BrowsedDelivery(message));
        }
    }

    /// <summary>Sends a new message to the browsers that wait for one, in another turn.</summary>
    public void OnArrived()
    {
        var isUnderWay = _toWake > 0;
        _toWake = _waiting.Count;
        if (!isUnderWay && _toWake > 0)
        {
            Chores.DoLater(this);
        }
    }

    bool IChore.Continue()
    {
        // A browser that has nothing more to get is added at the end again.
        for (; _toWake > 0 && _waiting.First is { Value: var browser }; _toWake--)
        {
            if (!Chores.Spend())
            {
                return false;
            }

            OnReady(browser);
        }

        _toWake = 0;
        return true;
    }

    private void StopWaiting(QueueConsumer browser)
    {
        if (browser.Place.List is not null)
        {
            _waiting.Remove(browser.Place);
        }
    }
}
