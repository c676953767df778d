using System.Text.RegularExpressions;

namespace Amqp1.Dialects.OsloRabbit.Topology;

/// <summary>
/// Reads how an exchange differs from its declaration. The management node does not return exchanges, so that the text of its response is
/// all there is. RabbitMQ compares the type first, then durable, auto_delete and internal, and reports the first difference.
/// </summary>
internal static partial class ExchangeConflict
{
    /// <summary>Returns the difference; null if the text is not in the expected form.</summary>
    public static PropertyDifference? Read(ExchangeDeclaration declared, string text)
    {
        var match = Form().Match(text);
        if (!match.Success)
        {
            return null;
        }

        var property = match.Groups["property"].Value;
        return property switch
        {
            "durable" => Create(isUsable: true, declared.IsFanout ? RabbitOption.TransientQuorumQueues : RabbitOption.DurableQueues),
            "auto_delete" => Create(isUsable: true, declared.IsFanout ? null : RabbitOption.AutoDelete),
            _ => Create(isUsable: false, option: null),
        };

        PropertyDifference Create(bool isUsable, RabbitOption? option) =>
            new(property, match.Groups["declared"].Value, match.Groups["actual"].Value, isUsable, option);
    }

    [GeneratedRegex("inequivalent arg '(?<property>[^']+)' for exchange .*: received '(?<declared>[^']*)' but current is '(?<actual>[^']*)'", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Form();
}
