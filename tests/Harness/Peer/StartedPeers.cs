using System.Collections.Concurrent;

namespace Amqp1.Tests.Harness.Peer;

/// <summary>The peers of the tests that run now, so that a test fails at its end if its client broke a rule of AMQP 1.0. Thread-safe.</summary>
internal static class StartedPeers
{
    private static readonly ConcurrentDictionary<string, ConcurrentQueue<ScriptedPeer>> ByTest = new();

    /// <summary>Adds a peer of the test that runs now.</summary>
    public static void Add(ScriptedPeer peer)
    {
        var test = TestContext.Current.Test ?? throw new InvalidOperationException("A scripted peer can be started only by a test.");
        ByTest.GetOrAdd(test.UniqueID, static _ => []).Enqueue(peer);
    }

    /// <summary>Forgets the peers of a test. Throws if one of them has seen a violation that its script does not expect.</summary>
    public static void Complete(string test)
    {
        if (!ByTest.TryRemove(test, out var peers))
        {
            return;
        }

        var violations = peers.SelectMany(static peer => peer.UnexpectedViolations).Select(static violation => violation.Reason).ToArray();
        if (violations.Length > 0)
        {
            throw new InvalidOperationException($"The client has broken the protocol: {string.Join(" · ", violations.Distinct())}");
        }
    }
}
