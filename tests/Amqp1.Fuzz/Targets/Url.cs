using System.Text;
using Amqp1.Configuration;

namespace Amqp1.Fuzz.Targets;

/// <summary>
/// The target for transport URLs. A URL is parsed or refused. A parsed URL can be written, and parsing the written text gives the same URL.
/// </summary>
internal static class Url
{
    public static void Run(byte[] input)
    {
        TransportUrl url;
        try
        {
            url = TransportUrl.Parse(Encoding.UTF8.GetString(input));
        }
        catch (InvalidTransportUrlException)
        {
            return;
        }

        if (!TransportUrl.Parse(url.ToUrl()).Equals(url))
        {
            throw new FuzzFindingException("The URL is another one after it was written and parsed.");
        }

        _ = TransportUrl.Parse(url.ToString());
    }
}
