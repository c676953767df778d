using Amqp1.Wire;

namespace Amqp1.Rpc;

/// <summary>What serving a request has come to.</summary>
/// <param name="Reply">The body of its one reply; a cast has nobody to send it to.</param>
/// <param name="Method">The method that was found.</param>
/// <param name="Failure">What it failed with.</param>
/// <param name="Fault">The failure, unless it is part of the contract and its caller was told: then the server did what it should.</param>
/// <param name="HasFired">Whether the request's token had fired when it failed.</param>
internal readonly record struct RequestOutcome(
    JsonText Reply, RpcMethodDescriptor? Method, Exception? Failure = null, Exception? Fault = null, bool HasFired = false);
