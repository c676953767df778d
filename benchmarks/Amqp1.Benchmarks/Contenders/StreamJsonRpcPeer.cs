namespace Amqp1.Benchmarks.Contenders;

/// <summary>The methods that StreamJsonRpc calls.</summary>
internal sealed class StreamJsonRpcPeer
{
#pragma warning disable CA1822 // Methods of a target are methods of an instance.
    public string Echo(string data) => data;

    /// <summary>Returns nothing. The answer acknowledges the notification.</summary>
    public void Notify(string data) => ArgumentNullException.ThrowIfNull(data);
#pragma warning restore CA1822
}
