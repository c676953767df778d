namespace Amqp1.Benchmarks.Contenders;

/// <summary>The client of one contender. Any number of operations may be in progress at the same time.</summary>
internal interface IContenderClient : IAsyncDisposable
{
    /// <summary>Completes when operations can begin.</summary>
    Task ConnectAsync(string url, int payloadSize, CancellationToken cancel);

    /// <summary>Sends the payload and completes when the server's answer, which is the payload again, has arrived.</summary>
    Task CallAsync();

    /// <summary>Sends the payload and completes when the receiver's acknowledgement has arrived.</summary>
    Task NotifyAsync();
}
