using Pipeline.Schemas;

namespace Pipeline.Processor.Steps;

/// <summary>
/// Runs a step over records one by one and owns what it needs: state, undo, clocks, timers. The engine and
/// <c>backtest</c> drive the very same runner.
/// </summary>
/// <remarks>
/// After a record that cannot be decoded, or whose step threw, the state is as before it and the only output is its
/// dead letter.
/// </remarks>
internal sealed class StepRunner
{
    /// <summary>Reason of dead letters that a bug in a step made.</summary>
    public const string StepFailed = "step_failed";

    private readonly IStep _step;
    private readonly StateStore _store;
    private readonly StepContext _context;
    private readonly bool _encode;

    /// <param name="step">The step.</param>
    /// <param name="store">Its state.</param>
    /// <param name="encode">
    /// Whether outputs are encoded here, where what cannot be encoded costs one record; a backtest needs no bytes.
    /// </param>
    public StepRunner(IStep step, StateStore store, bool encode = true)
    {
        _encode = encode;
        _step = step;
        _store = store;
        _context = new StepContext(store);
    }

    /// <summary>Handles one record, then every timer that the tenants' clocks have reached through it.</summary>
    public StepResult Run(InputRecord record)
    {
        _context.Begin(record);
        try
        {
            _step.Process(record, _context);
            FireTimers();
            Encode();
            return new StepResult(_context.Outputs, TooLate: _context.TooLate, LateTenant: _context.LateTenant);
        }
        catch (AlreadyAppliedException e)
        {
            _store.Rollback();
            return new StepResult([], AlreadyApplied: true, Error: e);
        }
        catch (PoisonRecordException e)
        {
            return Dead(record, e.Reason, e);
        }
        catch (MalformedRecordException e)
        {
            return Dead(record, "malformed_record", e);
        }
        catch (UnknownSchemaException e)
        {
            return Dead(record, "unknown_schema", e);
        }
        catch (Exception e) when (e is not (OutOfMemoryException or UnreadableStateException))
        {
            // The one place that catches everything: the state is taken back, so a bug in a detector costs one record.
            // State that cannot be read is no fault of the record, and would cost every record of its key: the engine
            // stops.
            return Dead(record, StepFailed, e);
        }
    }

    private void Encode()
    {
        if (_encode)
        {
            foreach (var output in _context.Outputs)
            {
                _ = output.Key;
                _ = output.Value;
            }
        }
    }

    private StepResult Dead(InputRecord record, string reason, Exception error)
    {
        _store.Rollback();
        return new StepResult([DeadLetter.Of(record, _step.Name, reason, error.Message)], reason, Error: error);
    }

    private void FireTimers()
    {
        foreach (var tenant in _context.Advanced)
        {
            var clock = _context.Clock(tenant);
            while (_store.NextDue(tenant, clock) is { } key)
            {
                var entry = _store.Get(key)!;
                _step.OnTimer(key, entry, _context);
                if (_store.Get(key) is { Timer: { } due } same && due <= entry.Timer)
                {
                    throw new InvalidOperationException(
                        $"Step {_step.Name} left the timer of {key} at {same.Timer:O}: a timer must move on or go."
                    );
                }
            }
        }
    }
}
