namespace Amqp1.Notifications;

/// <summary>
/// Matches shell patterns like Python's <c>fnmatch</c>: <c>*</c>, <c>?</c>, <c>[abc]</c>, <c>[a-z]</c>, <c>[!abc]</c>. A pattern must
/// match the whole text, and case is significant.
/// </summary>
internal static class Glob
{
    public static bool IsMatch(ReadOnlySpan<char> pattern, ReadOnlySpan<char> text)
    {
        var (p, t) = (0, 0);
        var (star, resume) = (-1, 0);
        while (t < text.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
            {
                (star, resume) = (p++, t);
            }
            else if (p < pattern.Length && MatchesOne(pattern[p..], text[t], out var length))
            {
                p += length;
                t++;
            }
            else if (star >= 0)
            {
                // Only the last star needs to match more text: the part before it has matched at the earliest possible position.
                p = star + 1;
                t = ++resume;
            }
            else
            {
                return false;
            }
        }

        return pattern[p..].TrimStart('*').IsEmpty;
    }

    private static bool MatchesOne(ReadOnlySpan<char> pattern, char c, out int length)
    {
        length = 1;
        switch (pattern[0])
        {
            case '?':
                return true;
            case '[' when EndOfSet(pattern) is var end and > 0:
                length = end + 1;
                return pattern[1] == '!' ? !IsInSet(pattern[2..end], c) : IsInSet(pattern[1..end], c);
            default:
                return pattern[0] == c;
        }
    }

    /// <summary>
    /// Returns the index of the bracket that ends the set; a bracket in first position belongs to the set. Returns a negative number when
    /// no bracket ends it, which means that it is not a set.
    /// </summary>
    private static int EndOfSet(ReadOnlySpan<char> pattern)
    {
        var first = pattern.Length > 1 && pattern[1] == '!' ? 3 : 2;
        var found = pattern.Length > first ? pattern[first..].IndexOf(']') : -1;
        return found < 0 ? -1 : first + found;
    }

    private static bool IsInSet(ReadOnlySpan<char> set, char c)
    {
        for (var i = 0; i < set.Length; i++)
        {
            if (i + 2 < set.Length && set[i + 1] == '-')
            {
                if (c >= set[i] && c <= set[i + 2])
                {
                    return true;
                }

                i += 2;
            }
            else if (set[i] == c)
            {
                return true;
            }
        }

        return false;
    }
}
