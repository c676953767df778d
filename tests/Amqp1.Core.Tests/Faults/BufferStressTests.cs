using System.Collections.Concurrent;
using System.Text.Json;
using Amqp1.Notifications;
using Amqp1.Rpc;

namespace Amqp1.Core.Tests.Faults;

/// <summary>
/// Tests that buffers, which are used by one message after another, never show the text of another message, no matter what ends messages
/// early and how often they are sent.
/// </summary>
public sealed class BufferStressTests : FaultTest
{
    private const int Callers = 24;
    private const int Emitters = 4;
    private const int Losses = 12;
    private const int MessagesBetween = 300;

    private readonly ConcurrentQueue<string> _mixedUp = new();
    private int _replies;
    private int _cancelled;
    private int _failed;
    private int _received;

    [Fact]
    public async Task No_text_is_mixed_up_under_cancellations_timeouts_returned_messages_and_lost_connections()
    {
        using var progress = new SemaphoreSlim(0);
        var count = 0;
        await using var peer = ScriptedPeer.Start(script =>
        {
            script.SettlesEndToEnd = true;
            script.RecordsEvents = false;
            script.Answer = _ =>
            {
                progress.Release();
                return (++count % 40) switch
                {
                    7 => PeerAnswer.Release,
                    17 => PeerAnswer.Reject("amqp:internal-error"),
                    27 => PeerAnswer.RouteSilently,
                    37 => PeerAnswer.Nothing,
                    _ => PeerAnswer.Route,
                };
            };
        });
        await using (var serving = Driver.Start(peer))
        await using (var calling = Driver.Start(peer))
        {
            await serving.ServeAsync(new TestEndpoint(ServeAsync), cancel: Limit);
            await serving.ListenAsync(new TestListener("topic", Note), Limit);
            using var stop = new CancellationTokenSource();
            Task[] load =
            [
                .. Enumerable.Range(0, Callers).Select(number => Task.Run(() => CallAsync(calling, number, stop.Token))),
                .. Enumerable.Range(0, Emitters).Select(number => Task.Run(() => EmitAsync(calling, number, stop.Token))),
            ];
            for (var loss = 0; loss < Losses; loss++)
            {
                for (var i = 0; i < MessagesBetween; i++)
                {
                    await progress.WaitAsync(Limit);
                }

                await peer.StopAsync(reset: loss % 2 == 0);
                peer.Resume();
            }

            await stop.CancelAsync();
            await Task.WhenAll(load).WaitAsync(Limit);
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{_replies} replies, {_cancelled} cancelled, {_failed} failed, {_received} notifications");
        _mixedUp.ShouldBeEmpty();
        _replies.ShouldBeGreaterThan(100);
        _cancelled.ShouldBeGreaterThan(0);
        _failed.ShouldBeGreaterThan(0);
        _received.ShouldBeGreaterThan(0);
    }

    /// <summary>Checks that the arguments stay the same while other code uses the thread.</summary>
    private async Task<string> ServeAsync(RpcInvocation invocation, string data)
    {
        Check(data, "a request");
        await Task.Yield();
        Check(JsonSerializer.Deserialize<Dictionary<string, string>>(invocation.Arguments.Span)!["data"], "a request read again", data);
        return data;
    }

    private NotificationResult Note(string text)
    {
        Check(text.Split(' ', 3)[2], "a notification");
        Interlocked.Increment(ref _received);
        return NotificationResult.Handled;
    }

    private async Task CallAsync(Driver driver, int number, CancellationToken stop)
    {
        var random = new Random(number);
        var patient = driver.Client(timeout: TimeSpan.FromSeconds(2), retry: 3);
        var hasty = driver.Client(timeout: TimeSpan.FromMilliseconds(50), retry: 3);
        for (var i = 0; !stop.IsCancellationRequested; i++)
        {
            var text = TextOf($"{number}.{i}", random);
            using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Limit);
            if (random.Next(3) == 0)
            {
                cancel.CancelAfter(random.Next(3));
            }

            try
            {
                var client = random.Next(3) == 0 ? hasty : patient;
                Check((await client.CallAsync<string>("echo", Echo(text), cancel.Token))!, "a reply", text);
                Interlocked.Increment(ref _replies);
            }
            catch (OperationCanceledException) when (!Limit.IsCancellationRequested)
            {
                Interlocked.Increment(ref _cancelled);
            }
            catch (MessagingException failure)
            {
                CheckReadable(failure);
                Interlocked.Increment(ref _failed);
            }
        }
    }

    private async Task EmitAsync(Driver driver, int number, CancellationToken stop)
    {
        var random = new Random(1000 + number);
        // The second topic has no listener. Its messages are returned, and sent again until their retries are used up.
        INotifier[] notifiers = [driver.Notifier("topic"), driver.Notifier("topic", "other")];
        for (var i = 0; !stop.IsCancellationRequested; i++)
        {
            using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Limit);
            cancel.CancelAfter(random.Next(100));
            try
            {
                await notifiers[i % 2].InfoAsync("event", TextOf($"n{number}.{i}", random), cancel: cancel.Token);
            }
            catch (MessagingException failure)
            {
                CheckReadable(failure);
            }
            catch (OperationCanceledException) when (!Limit.IsCancellationRequested)
            {
                // The listener checks the message if it arrives.
            }
        }
    }

    /// <summary>
    /// Returns the id repeated many times, so that every part of the text shows its origin. The text can have any size that buffers have.
    /// </summary>
    private static string TextOf(string id, Random random) => string.Join('|', Enumerable.Repeat(id, random.Next(1, 1 << random.Next(1, 10))));

    /// <summary>Checks that a failure is not caused by invalid JSON, because a mixture of two texts is usually not valid JSON.</summary>
    private void CheckReadable(MessagingException failure)
    {
        if (failure.Message.Contains("decode-error", StringComparison.Ordinal) || failure.Message.Contains("cannot be read", StringComparison.Ordinal))
        {
            _mixedUp.Enqueue(failure.Message);
        }
    }

    private void Check(string text, string what, string? expected = null)
    {
        var parts = text.Split('|');
        if ((expected is not null && text != expected) || Array.Exists(parts, part => part != parts[0]))
        {
            _mixedUp.Enqueue($"{what}: {text}");
        }
    }
}
