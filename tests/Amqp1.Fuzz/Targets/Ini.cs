using System.Text;
using Amqp1.Configuration.Oslo;

namespace Amqp1.Fuzz.Targets;

/// <summary>A configuration file of oslo's form is read or refused.</summary>
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
            // Refused as documented.
        }
    }
}
