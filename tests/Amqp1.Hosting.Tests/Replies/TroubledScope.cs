using System.Diagnostics.CodeAnalysis;
using Amqp1.Rpc;

namespace Amqp1.Hosting.Tests.Replies;

/// <summary>An endpoint whose scope cannot be disposed.</summary>
[RpcEndpoint(Troubled.Topic, Version = "1.3")]
[SuppressMessage("Style", "CS9113", Justification = "It is there to be disposed.")]
public sealed class TroubledScope(TroubledScope.Undisposable undisposable)
{
    public bool LeaveScope() => undisposable is not null;

    public bool FailAndLeaveScope() => throw new KeyNotFoundException($"{undisposable is not null}");

    public sealed class Undisposable : IDisposable
    {
        public void Dispose() => throw new InvalidOperationException("cannot be disposed");
    }
}
