using Amqp1.Generators.Diagnostics;
using Amqp1.Generators.Models;
using Amqp1.Generators.Roslyn;
using Microsoft.CodeAnalysis;

namespace Amqp1.Generators.Reading;

/// <summary>Reads the common features of both kinds of endpoint classes.</summary>
internal static class EndpointClass
{
    /// <summary>Returns whether an object of the class can be created. If not, the reason is added to the errors.</summary>
    public static bool Check(INamedTypeSymbol type, Mistakes errors)
    {
        if (type.IsAbstract || type.IsStatic || type.IsGenericAnywhere())
        {
            errors.Add(type, Rules.CannotBeMade, type.DisplayName(), type.IsAbstract || type.IsStatic ? "abstract or static" : "generic");
            return false;
        }

        if (type.LanguageBefore11() is { } language)
        {
            errors.Add(type, Rules.OldLanguage, type.DisplayName(), language);
            return false;
        }

        if (!type.IsReachable())
        {
            errors.Add(type, Rules.NotAccessible, type.DisplayName());
            return false;
        }

        return true;
    }

    public static ClassModel Model(INamedTypeSymbol type) => new(type.InFull(), type.DisplayName(), Construction.Of(type), Construction.NeedsOf(type));
}
