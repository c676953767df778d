namespace Amqp1.Core.Tests.Faults;

/// <summary>Work that arrives together is handed over together, but code that blocks delays only itself.</summary>
public sealed class NeighbourTests : FaultTest
{
    private const int Calls = 40;

    [Fact]
    public async Task A_caller_that_blocks_a_thread_does_not_delay_other_callers()
    {
        await using var peer = ScriptedPeer.Start();
        await using var driver = Driver.Start(peer);
        await driver.ServeAsync(new TestEndpoint(), cancel: Limit);
        using var release = new ManualResetEventSlim();
        var client = driver.Client();

        var isFirst = 1;
        var calls = Enumerable.Range(0, Calls).Select(_ => CallAsync()).ToArray();
        await AllButOneAsync(calls);

        calls.Count(call => call.IsCompleted).ShouldBe(Calls - 1);
        release.Set();
        (await Task.WhenAll(calls)).ShouldAllBe(answer => answer == "x");

        async Task<string?> CallAsync()
        {
            var answer = await client.CallAsync<string>("echo", Echo("x"), Limit).ConfigureAwait(false);
            if (Interlocked.Exchange(ref isFirst, 0) == 1)
            {
                release.Wait(Limit);
            }

            return answer;
        }
    }

    [Fact]
    public async Task A_method_that_blocks_a_thread_does_not_delay_other_requests()
    {
        await using var peer = ScriptedPeer.Start();
        await using var driver = Driver.Start(peer);
        using var release = new ManualResetEventSlim();
        var isFirst = 1;
        await driver.ServeAsync(
            new TestEndpoint((_, data) =>
            {
                if (Interlocked.Exchange(ref isFirst, 0) == 1)
                {
                    release.Wait(Limit);
                }

                return Task.FromResult(data);
            }),
            cancel: Limit);
        var client = driver.Client();
        var calls = Enumerable.Range(0, Calls).Select(_ => client.CallAsync<string>("echo", Echo("x"), Limit)).ToArray();

        await AllButOneAsync(calls);

        calls.Count(call => call.IsCompleted).ShouldBe(Calls - 1);
        release.Set();
        (await Task.WhenAll(calls)).ShouldAllBe(answer => answer == "x");
    }

    private async Task AllButOneAsync(IEnumerable<Task> calls)
    {
        var left = calls.ToList();
        while (left.Count > 1)
        {
            // A call that has completed since the last look is still in the list, so that this never waits for the blocked call alone.
            left.Remove(await Task.WhenAny(left).WaitAsync(Limit));
        }
    }
}
