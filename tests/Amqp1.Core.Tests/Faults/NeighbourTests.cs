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

    [Fact]
    public async Task A_method_that_blocks_a_thread_does_not_delay_requests_that_wait_for_a_worker()
    {
        await using var peer = ScriptedPeer.Start();
        await using var driver = Driver.Start(peer, options => options.Rpc.MaxConcurrentCalls = 4);
        using var release = new ManualResetEventSlim();
        var running = 0;
        var most = 0;
        var begun = 0;
        await driver.ServeAsync(
            new TestEndpoint((_, data) =>
            {
                InterlockedMax(ref most, Interlocked.Increment(ref running));

                // By now, the workers have begun to take requests from the queue.
                if (Interlocked.Increment(ref begun) == Calls / 2)
                {
                    release.Wait(Limit);
                }

                Interlocked.Decrement(ref running);
                return Task.FromResult(data);
            }),
            cancel: Limit);
        var client = driver.Client();
        var calls = Enumerable.Range(0, Calls).Select(_ => client.CallAsync<string>("echo", Echo("x"), Limit)).ToArray();

        await AllButOneAsync(calls);

        calls.Count(call => call.IsCompleted).ShouldBe(Calls - 1);
        most.ShouldBeLessThanOrEqualTo(4);
        release.Set();
        (await Task.WhenAll(calls)).ShouldAllBe(answer => answer == "x");
    }

    [Fact]
    public async Task Callers_that_wait_on_their_thread_for_another_call_get_its_reply()
    {
        await using var peer = ScriptedPeer.Start();
        await using var driver = Driver.Start(peer);
        await driver.ServeAsync(new TestEndpoint(), cancel: Limit);
        var client = driver.Client();

        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(async _ =>
        {
            await client.CallAsync<string>("echo", Echo("x"), Limit).ConfigureAwait(false);
#pragma warning disable xUnit1031, CA1849 // This is the test: the second request must leave although its thread is blocked.
            return client.CallAsync<string>("echo", Echo("y"), Limit).GetAwaiter().GetResult();
#pragma warning restore xUnit1031, CA1849
        }));

        answers.ShouldAllBe(answer => answer == "y");
    }

    private static void InterlockedMax(ref int target, int value)
    {
        for (var seen = Volatile.Read(ref target); value > seen;)
        {
            var before = Interlocked.CompareExchange(ref target, value, seen);
            if (before == seen)
            {
                return;
            }

            seen = before;
        }
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
