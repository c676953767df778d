using System.Text;

namespace Amqp1.Transport.Sasl;

/// <summary>
/// Prepares user names and passwords for SCRAM (RFC 4013). All kinds of blanks become a space, soft hyphens and similar characters are
/// removed, the other characters are normalized (form KC), and control characters are refused.
/// </summary>
/// <remarks>
/// The rules for text of mixed direction and for characters that are not in Unicode 3.2 are not implemented: a server that applies them
/// refuses such text itself. A process in globalization-invariant mode does not normalize.
/// </remarks>
internal static class SaslPrep
{
    /// <summary>
    /// Returns the prepared text. Throws <see cref="SaslException"/>, without the text, if the text contains prohibited characters.
    /// </summary>
    public static string Prepare(string text, string what)
    {
        if (Ascii.IsValid(text) && !text.Any(char.IsControl))
        {
            return text;
        }

        var mapped = new StringBuilder(text.Length);
        foreach (var character in text)
        {
            if (char.IsControl(character))
            {
                throw new SaslException($"{SaslException.Condition}: the {what} contains a control character.");
            }

            if (character is '\u00a0' or '\u1680' or (>= '\u2000' and <= '\u200a') or '\u202f' or '\u205f' or '\u3000')
            {
                mapped.Append(' ');
            }
            else if (!IsMappedToNothing(character))
            {
                mapped.Append(character);
            }
        }

        try
        {
            return mapped.ToString().Normalize(NormalizationForm.FormKC);
        }
        catch (ArgumentException)
        {
            throw new SaslException($"{SaslException.Condition}: the {what} is not valid Unicode text.");
        }
    }

    /// <summary>Returns whether RFC 3454, table B.1, maps the character to nothing.</summary>
    private static bool IsMappedToNothing(char character) =>
        character is '\u00ad' or '\u034f' or '\u1806' or (>= '\u180b' and <= '\u180d') or (>= '\u200b' and <= '\u200d')
            or '\u2060' or (>= '\ufe00' and <= '\ufe0f') or '\ufeff';
}
