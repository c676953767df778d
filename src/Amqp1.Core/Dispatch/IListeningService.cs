using Amqp1.Bus.Receiving;

namespace Amqp1.Dispatch;

/// <summary>The differences between a server and a listener when they start and stop (<see cref="ServiceLifeCycle"/>).</summary>
internal interface IListeningService
{
    /// <summary>The subscriptions of the service. They do not change after the service was created.</summary>
    IReadOnlyList<Subscription> Subscriptions { get; }

    /// <summary>Whether messages are settled before they are handled. If false, they are settled when they were handled.</summary>
    bool SettlesBeforeHandling { get; }

    /// <summary>The number of batches that are being handled.</summary>
    int RunningBatches => 0;

    /// <summary>A task that completes when no batch is being handled.</summary>
    Task BatchesIdle => Task.CompletedTask;

    /// <summary>A task that completes when no reply is being sent.</summary>
    Task RepliesSent => Task.CompletedTask;

    /// <summary>Called once, when the service starts to listen.</summary>
    void OnStarted();

    /// <summary>Called when the subscriptions have stopped receiving. Gives back the messages of incomplete batches.</summary>
    void OnReceivingStopped()
    {
    }

    /// <summary>Called when handlers still run although the time limit has passed.</summary>
    void OnTimedOut(TimeSpan waited, TimeSpan limit);

    /// <summary>Called once, when the service has stopped.</summary>
    void OnStopped();
}
