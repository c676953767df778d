using Microsoft.Extensions.Options;

namespace Amqp1.Outbox;

/// <summary>Rejects invalid options of an outbox when the host starts.</summary>
internal sealed class OutboxOptionsValidation : IValidateOptions<OutboxOptions>
{
    public ValidateOptionsResult Validate(string? name, OutboxOptions options)
    {
        string[] errors = [.. options.Errors()];
        return errors.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }
}
