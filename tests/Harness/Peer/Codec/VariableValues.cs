using System.Text;

namespace Amqp1.Tests.Harness.Peer.Codec;

/// <summary>Reads the values of variable width (AMQP 1.0 part 1, section 1.6).</summary>
internal static class VariableValues
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static object Read(byte code, ReadOnlySpan<byte> bytes) => code switch
    {
        FormatCode.Binary8 or FormatCode.Binary32 => bytes.ToArray(),
        FormatCode.String8 or FormatCode.String32 => ReadString(bytes),
        FormatCode.Symbol8 or FormatCode.Symbol32 => ReadSymbol(bytes),
        _ => throw new ViolationException($"0x{code:x2} is not a format code."),
    };

    private static string ReadString(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return Strict.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            throw new ViolationException("A string is not valid UTF-8.");
        }
    }

    private static SymbolText ReadSymbol(ReadOnlySpan<byte> bytes) =>
        Ascii.IsValid(bytes) ? new SymbolText(Encoding.ASCII.GetString(bytes)) : throw new ViolationException("A symbol is not ASCII.");
}
