using Amqp1.Bus.Context;
using Amqp1.Bus.Deadlines;
using Microsoft.Extensions.Logging;

namespace Amqp1.Bus.Sending;

/// <summary>
/// Makes room for further sender links if all links that a connection may have are in use. Idle links are detached, those that have been
/// unused for the longest time first.
/// </summary>
internal sealed class SenderRoom(SenderCache cache)
{
    /// <summary>
    /// The divisor that determines how many links one scan of all senders frees, as a part of the limit. Many new addresses then do not
    /// cost a scan each.
    /// </summary>
    private const int PartAtOnce = 32;

    /// <summary>The time that a reply waits for its receiver before it may be given up. Existing receivers grant credit at once.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);

    private static readonly TimeSpan LogInterval = TimeSpan.FromMinutes(1);

    /// <summary>
    /// The pause after a scan that found no idle link. Senders that become idle while others wait give up their links themselves.
    /// </summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    private readonly Lock _gate = new();
    private long _nextLook;
    private DateTimeOffset _lastLogged;
    private long _exhaustedAt;
    private int _replyRetryIsPlanned;
    private int _retryIsPlanned;

    /// <summary>The time at which a message last had to wait for a link because all were in use; null if this has never happened.</summary>
    public DateTimeOffset? ExhaustedAt => Volatile.Read(ref _exhaustedAt) is var ticks and > 0 ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;

    /// <summary>
    /// Makes room for further links. If no link is idle, messages wait for one within their deadlines. Replies that have waited too long for
    /// their receivers are given up: otherwise, peers that never accept their replies would block the replies to all others.
    /// </summary>
    public void Make(LinkBudget budget, bool ofReplies)
    {
        var now = Time.GetTimestamp();
        if (now < Volatile.Read(ref _nextLook))
        {
            // A link may have become idle when nobody waited, so that its sender has kept it.
            PlanRetry(budget, ofReplies, Pause);
            return;
        }

        if (EvictIdle(Math.Max(budget.Waiting, budget.Limit / PartAtOnce), ofReplies) > 0 || budget.Waiting == 0)
        {
            return;
        }

        Volatile.Write(ref _nextLook, now + (long)(Pause.TotalSeconds * Time.TimestampFrequency));

        Volatile.Write(ref _exhaustedAt, Time.GetUtcNow().UtcTicks);
        Log(budget.Limit, ofReplies);
        if (ofReplies)
        {
            GiveUpMute(budget);
        }
    }

    /// <summary>Detaches some idle links of either kind, because the connection has no room for others.</summary>
    public void MakeAny()
    {
        const int AtOnce = 4;
        if (EvictIdle(AtOnce, ofReplies: true) == 0)
        {
            EvictIdle(AtOnce, ofReplies: false);
        }
    }

    private TimeProvider Time => cache.Context.Time;

    private int EvictIdle(int count, bool ofReplies)
    {
        var evicted = 0;
        foreach (var sender in cache.Senders.Where(sender => sender.IsReply == ofReplies && sender.IsIdle).OrderBy(sender => sender.LastUsed).Take(Math.Max(1, count)))
        {
            if (sender.YieldIfIdle())
            {
                evicted++;
            }
        }

        return evicted;
    }

    /// <summary>Gives up the replies that have waited longest for their receivers, and plans another scan.</summary>
    private void GiveUpMute(LinkBudget budget)
    {
        var failure = new SendFailure(
            $"All {budget.Limit} links to reply addresses were in use, and the caller did not take this reply (Amqp1:Rpc:MaxReplyLinks).", SendFailure.ResourceLimitExceeded);
        var before = Time.GetTimestamp() - (long)(Patience.TotalSeconds * Time.TimestampFrequency);
        foreach (var sender in cache.Senders.Where(sender => sender.IsReply && sender.LastUsed <= before && sender.HasLink).OrderBy(sender => sender.LastUsed).Take(budget.Waiting))
        {
            sender.TryGiveUp(failure, before);
        }

        PlanRetry(budget, ofReplies: true, Patience);
    }

    private void PlanRetry(LinkBudget budget, bool ofReplies, TimeSpan delay)
    {
        if (budget.Waiting == 0 || Interlocked.Exchange(ref IsPlanned(ofReplies), 1) != 0)
        {
            return;
        }

        cache.Deadlines.Add(
            new DelayedWork(
                () =>
                {
                    Volatile.Write(ref IsPlanned(ofReplies), 0);
                    if (budget.Waiting > 0)
                    {
                        Make(budget, ofReplies);
                    }
                },
                cache.Logger),
            delay);
    }

    private ref int IsPlanned(bool ofReplies) => ref (ofReplies ? ref _replyRetryIsPlanned : ref _retryIsPlanned);

    private void Log(int limit, bool ofReplies)
    {
        lock (_gate)
        {
            var now = Time.GetUtcNow();
            if (now - _lastLogged < LogInterval)
            {
                return;
            }

            _lastLogged = now;
        }

        if (ofReplies)
        {
            BusLog.ReplyLinksInUse(cache.Logger, limit, cache.Context.Settings.MaxReplyLinks);
        }
        else
        {
            BusLog.SenderLinksInUse(cache.Logger, limit, cache.Context.Settings.MaxSenderLinks);
        }
    }
}
