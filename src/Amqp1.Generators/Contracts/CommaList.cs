namespace Amqp1.Generators.Contracts;

/// <summary>Splits comma-separated lists of types.</summary>
internal static class CommaList
{
    /// <summary>Returns the parts between the commas that are not inside the brackets of a type.</summary>
    public static IEnumerable<string> Split(string text)
    {
        var (start, depth) = (0, 0);
        for (var i = 0; i < text.Length; i++)
        {
            depth += text[i] switch { '<' or '(' or '[' => 1, '>' or ')' or ']' => -1, _ => 0 };
            if (depth == 0 && text[i] == ',')
            {
                yield return text.Substring(start, i - start).Trim();
                start = i + 1;
            }
        }

        if (text.Length > 0)
        {
            yield return text.Substring(start).Trim();
        }
    }
}
