namespace Amqp1.Benchmarks.Contenders;

/// <summary>The client of one contender. Operations may be under way at the same time in any number.</summary>
internal interface IContenderClient : IAsyncDisposable
{
    /// <summary>Completes when operations can begin.</summary>
    Task ConnectAsync(string url, int payloadSize, CancellationToken cancel);

    /// <summary>Sends the payload and completes when the server's answer, the payload again, is here.</summary>
    Task CallAsync();

    /// <summary>Sends the payload and completes when the receiver's acknowledgement is here.</summary>
    Task NotifyAsync();
}
