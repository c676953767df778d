namespace Amqp1.Broker.Nodes.Management;

/// <summary>The work for a request that may exceed one turn.</summary>
internal interface IRequestWork : IDisposable
{
    /// <summary>
    /// Does as much work as the turn allows. Returns false if there is more; it is then called again in a later turn. Returns true when the
    /// request is answered, or when the operation that was started will answer it.
    /// </summary>
    bool Continue();
}
