namespace Amqp1.Architecture.Tests;

/// <summary>Finds circles in a graph.</summary>
internal static class Circles
{
    /// <summary>
    /// Returns the shortest circle through each node that is part of one, as a list that begins and ends with the node. Each circle is
    /// reported once.
    /// </summary>
    public static IEnumerable<IReadOnlyList<T>> In<T>(ILookup<T, T> arrows)
        where T : IComparable<T>
    {
        var reported = new HashSet<string>();
        foreach (var start in arrows.Select(group => group.Key).Order())
        {
            if (ShortestFrom(start, arrows) is { } circle && reported.Add(string.Join('|', circle.Distinct().Order())))
            {
                yield return circle;
            }
        }
    }

    private static IReadOnlyList<T>? ShortestFrom<T>(T start, ILookup<T, T> arrows)
        where T : notnull
    {
        var before = new Dictionary<T, T>();
        var queue = new Queue<T>([start]);
        while (queue.TryDequeue(out var at))
        {
            foreach (var next in arrows[at])
            {
                if (next.Equals(start))
                {
                    return [start, .. PathTo(at, start, before), start];
                }

                if (before.TryAdd(next, at))
                {
                    queue.Enqueue(next);
                }
            }
        }

        return null;
    }

    private static Stack<T> PathTo<T>(T end, T start, Dictionary<T, T> before)
        where T : notnull
    {
        var path = new Stack<T>();
        for (var at = end; !at.Equals(start); at = before[at])
        {
            path.Push(at);
        }

        return path;
    }
}
