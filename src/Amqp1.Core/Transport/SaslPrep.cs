using System.Text;

namespace Amqp1.Transport;

/// <summary>
/// Prepares user names and passwords for SCRAM (RFC 4013): blanks of all kinds become a space, soft hyphens and their like
/// vanish, the rest is normalised (form KC), and control characters are refused.
/// </summary>
/// <remarks>
/// The rules on text of mixed direction and on characters that Unicode 3.2 did not know are left out: they would only refuse what a
/// server that applies them refuses as well. A process in globalization-invariant mode does not normalise at all.
/// </remarks>
internal static class SaslPrep
{
    /// <summary>Throws <see cref="SaslException"/>, which does not show the text, when the text holds what is prohibited.</summary>
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
                throw new SaslException($"{SaslException.Condition}: the {what} has a control character in it.");
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
            throw new SaslException($"{SaslException.Condition}: the {what} is no valid Unicode text.");
        }
    }

    /// <summary>RFC 3454, table B.1.</summary>
    private static bool IsMappedToNothing(char character) =>
        character is '\u00ad' or '\u034f' or '\u1806' or (>= '\u180b' and <= '\u180d') or (>= '\u200b' and <= '\u200d')
            or '\u2060' or (>= '\ufe00' and <= '\ufe0f') or '\ufeff';
}
