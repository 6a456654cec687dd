package io.verigrad.client.spending;

import io.verigrad.client.receipt.Payment;
import io.verigrad.value.Address;
import io.verigrad.value.TokenAmount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;

/**
 * So much of each token for each day (UTC), for all programs that share a folder: every payment is on disk before it is sent,
 * so a crash or a restart forgets none. One small file holds one day; those of other days can be deleted.
 */
public final class DailyAllowance implements Allowance {
    /** A process may lock a file once, whoever asks for it. */
    private static final ReentrantLock IN_THIS_PROCESS = new ReentrantLock();

    private final Path folder;
    private final TokenAmount perDay;
    private final Clock clock;

    /**
     * An allowance.
     *
     * @param folder where the files are; made if missing
     * @param perDay the most of one token in a day, atomic units
     */
    public DailyAllowance(Path folder, TokenAmount perDay, Clock clock) {
        this.folder = folder;
        this.perDay = perDay;
        this.clock = clock;
    }

    /** Keeps nothing in memory: another process may have spent in between. */
    @Override
    public Optional<Taken> take(Payment payment) {
        LocalDate day = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        SpendingLine.Take take =
                new SpendingLine.Take(UUID.randomUUID().toString(), payment.id(), payment.asset(), payment.value());
        IN_THIS_PROCESS.lock();
        try (SpendingFile file = open(day)) {
            SpentDay spent = file.read();
            spent.add(take);
            if (spent.most(payment.asset()).compareTo(perDay) > 0) {
                return Optional.empty();
            }
            file.append(take);
        } catch (IOException | IllegalArgumentException e) {
            // Without the file nobody knows what was spent, so nothing may be.
            return Optional.empty();
        } finally {
            IN_THIS_PROCESS.unlock();
        }
        // A call that ends after midnight still belongs to the day that it was taken from.
        return Optional.of(charge -> cost(day, new SpendingLine.Cost(take.id(), charge)));
    }

    /**
     * What is left of a token today.
     *
     * @throws IOException if the file cannot be read
     */
    public TokenAmount left(Address asset) throws IOException {
        IN_THIS_PROCESS.lock();
        try (SpendingFile file = open(LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC))) {
            TokenAmount most = file.read().most(asset);
            return most.compareTo(perDay) >= 0 ? TokenAmount.ZERO : perDay.minus(most);
        } catch (IllegalArgumentException e) {
            throw new IOException("the file of today's spending is damaged: " + e.getMessage(), e);
        } finally {
            IN_THIS_PROCESS.unlock();
        }
    }

    private void cost(LocalDate day, SpendingLine line) {
        IN_THIS_PROCESS.lock();
        try (SpendingFile file = open(day)) {
            file.append(line);
        } catch (IOException unwritten) {
            // All of the payment stays counted, as the interface says.
        } finally {
            IN_THIS_PROCESS.unlock();
        }
    }

    private SpendingFile open(LocalDate day) throws IOException {
        Files.createDirectories(folder);
        return SpendingFile.open(folder.resolve("spending-" + day + ".log"));
    }
}
