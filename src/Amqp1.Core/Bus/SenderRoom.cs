using Microsoft.Extensions.Logging;

namespace Amqp1.Bus;

/// <summary>
/// Makes room for further sender links when all that a connection may have are in use: links that nobody uses go first, those that were
/// not used for the longest time before others.
/// </summary>
internal sealed class SenderRoom(SenderCache cache, BusSettings settings, TimeProvider time, ILogger logger)
{
    /// <summary>One look at all senders makes room for this part of the limit, so that many new addresses do not cost a look each.</summary>
    private const int PartAtOnce = 32;

    /// <summary>How long a reply may wait for its receiver before it may be given up. Receivers that are there grant credit at once.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);

    private static readonly TimeSpan LogInterval = TimeSpan.FromMinutes(1);

    /// <summary>
    /// How long nobody looks for room again where there was none. Senders that become idle in the meantime leave their links by themselves.
    /// </summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    private readonly Lock _gate = new();
    private long _nextLook;
    private DateTimeOffset _lastLogged;
    private long _exhaustedAt;
    private int _retryIsPlanned;

    /// <summary>When a message last had to wait for a link because all were in use; null when that never was the case.</summary>
    public DateTimeOffset? ExhaustedAt => Volatile.Read(ref _exhaustedAt) is var ticks and > 0 ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;

    /// <summary>
    /// Makes room. Where no link is idle, messages wait for one within their deadlines. Replies are given up, too, when they have waited
    /// for their receivers for a while: peers that never take their replies would otherwise keep all others from theirs.
    /// </summary>
    public void Make(LinkBudget budget, bool ofReplies)
    {
        var now = time.GetTimestamp();
        if (now < Volatile.Read(ref _nextLook))
        {
            PlanRetry(budget, ofReplies);
            return;
        }

        if (EvictIdle(Math.Max(budget.Waiting, budget.Limit / PartAtOnce), ofReplies) > 0 || budget.Waiting == 0)
        {
            return;
        }

        Volatile.Write(ref _nextLook, now + (long)(Pause.TotalSeconds * time.TimestampFrequency));

        Volatile.Write(ref _exhaustedAt, time.GetUtcNow().UtcTicks);
        Log(budget.Limit, ofReplies);
        if (ofReplies)
        {
            GiveUpMute(budget);
        }
    }

    /// <summary>Detaches some links that nobody uses now, of whichever kind, because the connection has no room for others.</summary>
    public void MakeAny()
    {
        const int AtOnce = 4;
        if (EvictIdle(AtOnce, ofReplies: true) == 0)
        {
            EvictIdle(AtOnce, ofReplies: false);
        }
    }

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

    /// <summary>Gives up the replies that have waited for their receivers for the longest time; looks again later when others wait.</summary>
    private void GiveUpMute(LinkBudget budget)
    {
        var failure = new SendFailure(
            $"All {budget.Limit} links to reply addresses were in use, and nobody took this reply (Amqp1:Rpc:MaxReplyLinks).", "amqp:resource-limit-exceeded");
        var before = time.GetTimestamp() - (long)(Patience.TotalSeconds * time.TimestampFrequency);
        foreach (var sender in cache.Senders.Where(sender => sender.IsReply && sender.LastUsed <= before && sender.HasLink).OrderBy(sender => sender.LastUsed).Take(budget.Waiting))
        {
            sender.TryGiveUp(failure, before);
        }

        PlanRetry(budget, ofReplies: true);
    }

    private void PlanRetry(LinkBudget budget, bool ofReplies)
    {
        if (!ofReplies || budget.Waiting == 0 || Interlocked.Exchange(ref _retryIsPlanned, 1) != 0)
        {
            return;
        }

        cache.Deadlines.Add(
            new DelayedWork(
                () =>
                {
                    Volatile.Write(ref _retryIsPlanned, 0);
                    if (budget.Waiting > 0)
                    {
                        Make(budget, ofReplies: true);
                    }
                },
                cache.Logger),
            Patience);
    }

    private void Log(int limit, bool ofReplies)
    {
        lock (_gate)
        {
            var now = time.GetUtcNow();
            if (now - _lastLogged < LogInterval)
            {
                return;
            }

            _lastLogged = now;
        }

        if (ofReplies)
        {
            BusLog.ReplyLinksInUse(logger, limit, settings.MaxReplyLinks);
        }
        else
        {
            BusLog.SenderLinksInUse(logger, limit, settings.MaxSenderLinks);
        }
    }
}
