using System.Diagnostics.CodeAnalysis;
using Amqp1.Rpc;

namespace Amqp1.Hosting.Tests.Replies;

/// <summary>An endpoint with a method for each kind of failure, and one method that does not fail.</summary>
[RpcEndpoint(Topic, Version = "1.3")]
[SuppressMessage("Design", "CA1822", Justification = "Endpoint methods belong to an object.")]
public sealed class Troubled
{
    public const string Topic = "troubled";

    public string Good() => "good";

    public int Sum(int a, int b) => a + b;

    public string Text(string text) => text;

    public int Throw() => throw new KeyNotFoundException("vm-1");

    public int ThrowUnreadable() => throw new UnreadableException();

    public int ThrowWithoutText() => throw new NoTextException();

    public int ThrowBrokenText() => throw new InvalidOperationException("half \ud83d of a pair");

    public int ThrowLong() => throw new InvalidOperationException(new string('x', 1_000_000));

    [ExpectedException<KeyNotFoundException>]
    public int ThrowExpected() => throw new KeyNotFoundException("vm-1");

    public int Cancelled() => throw new OperationCanceledException("by itself");

    public async Task<int> WaitAsync(CancellationToken cancel)
    {
        await new TaskCompletionSource().Task.WaitAsync(cancel);
        return 1;
    }

    public Link Cycle() => new();

    public string Large() => new('x', 100_000);

    public Task NoTask() => null!;

    public Task<int> NoTaskOfResult() => null!;

    public async Task<int> FailLaterAsync()
    {
        await Task.Yield();
        throw new KeyNotFoundException("vm-1");
    }

    public void ThrowVoid() => throw new KeyNotFoundException("vm-1");

    public ValueTask ThrowValueTaskAsync() => throw new KeyNotFoundException("vm-1");

    public async ValueTask<int> FailValueTaskLaterAsync()
    {
        await Task.Yield();
        throw new KeyNotFoundException("vm-1");
    }

    public sealed class Link
    {
        public Link Next => this;
    }

    private sealed class UnreadableException : Exception
    {
        public override string Message => throw new InvalidOperationException("no text");

        public override string ToString() => throw new InvalidOperationException("no text");
    }

    private sealed class NoTextException : Exception
    {
        public override string Message => null!;

        public override string ToString() => null!;
    }
}
