using System.Text;
using Amqp1.Configuration.Oslo;

namespace Amqp1.Fuzz.Targets;

/// <summary>The target that reads configuration files in the format of oslo. A file is read or refused.</summary>
internal static class Ini
{
    public static void Run(byte[] input)
    {
        try
        {
            _ = OsloIni.Load([Encoding.UTF8.GetString(input)]);
        }
        catch (FormatException)
        {
            // The file is refused as documented.
        }
    }
}
